/** Messages per form field. */
export type FieldErrors = Record<string, string[]>

/** What a server action tells the form that called it. Plain data: it crosses the network. */
export type ActionState<Values> =
  | { status: 'idle' }
  /** `eventId` names the change set, so that the toast can offer Undo */
  | { status: 'done'; message: string; detail?: string; eventId?: string }
  | {
      status: 'failed'
      message: string
      code: string
      requestId?: string
      fields: FieldErrors
      values: Partial<Values>
    }
  | {
      status: 'conflict'
      /** What the form showed; a field is absent where the history does not reach back that far */
      base: Partial<Values>
      mine: Values
      theirs: Values
      theirVersion: number
      changedBy: string
      changedAt: string
    }

export type FormAction<Values> = (state: ActionState<Values>, form: FormData) => Promise<ActionState<Values>>
