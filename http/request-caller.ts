import type { ServerResponse } from 'node:http'
import type { Caller } from '@/server/caller'

/** The client of a request. What the request set in motion and is answered without has somebody who waits, too. */
export class RequestCaller implements Caller {
  private readonly response: ServerResponse
  private works: Set<() => void> | null = null

  constructor(response: ServerResponse) {
    this.response = response
  }

  get hasLeft(): boolean {
    return this.response.destroyed && !this.response.writableFinished
  }

  // Most requests never wait: they make neither a list nor a listener
  onLeave(work: () => void): () => void {
    const works = this.works ?? this.listen()
    works.add(work)
    return () => works.delete(work)
  }

  private listen(): Set<() => void> {
    const works = new Set<() => void>()
    this.works = works
    this.response.once('close', () => {
      if (this.hasLeft) for (const work of [...works]) work()
    })
    return works
  }
}
