import { Button } from '@/components/ui/button'
import { heldWords } from './users-news'

/** At the foot of the rows, over them, so that none moves: what others changed that would move them. */
export function UsersHeld({ held, onShow }: { held: number; onShow: () => void }) {
  if (held === 0) return null
  return (
    <div className="sticky bottom-3 z-10 flex h-0 justify-center">
      <p className="flex -translate-y-full animate-rise items-center gap-2 self-end whitespace-nowrap rounded-3 bg-raised py-1 ps-3 pe-1 shadow-2 forced-colors:border">
        <span className="tabular-nums">{heldWords(held)}</span>
        <Button variant="quiet" size="sm" onClick={onShow}>
          Refresh
        </Button>
      </p>
    </div>
  )
}
