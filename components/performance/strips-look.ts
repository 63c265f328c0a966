/** A name column and a plot with room for the values at its right edge; on a phone the name stands above. */
export const stripRow = 'grid md:grid-cols-[13.5rem_minmax(0,1fr)]'
export const nameColumn = 'md:border-line md:border-e'
export const plotColumn = 'relative me-14 max-md:ms-3 max-md:me-13'
/** The same for what lies over all rows. */
export const overPlots = 'absolute start-54 end-14 max-md:start-3 max-md:end-13'
