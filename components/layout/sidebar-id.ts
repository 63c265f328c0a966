/** The button that opens the drawer names it, and stands in the page, not in the frame. */
export const sidebarId = 'sidebar'
