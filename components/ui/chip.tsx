'use client'

import { ChevronDown, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { Menu } from './menu'
import { MenuRadio } from './menu-item'
import { Popover } from './popover'

type ChoiceProps<Value extends string> = {
  /** What is chosen: "Created" */
  label: string
  options: ReadonlyArray<{ value: Value; label: string }>
  chosen: Value | null
  onChoose: (value: Value) => void
  onClear: () => void
}

/** A filter that opens a choice of one. When it is on it says so, and its × takes it off. */
export function ChoiceChip<Value extends string>({ label, options, chosen, onChoose, onClear }: ChoiceProps<Value>) {
  const isOn = chosen !== null
  return (
    <ChipBox label={label} isOn={isOn} onClear={onClear}>
      <Menu
        label={label}
        placement="start"
        trigger={(trigger) => (
          <ChipButton {...trigger} label={label} value={options.find((option) => option.value === chosen)?.label} />
        )}
      >
        {options.map((option) => (
          <MenuRadio key={option.value} isChosen={option.value === chosen} onClick={() => onChoose(option.value)}>
            {option.label}
          </MenuRadio>
        ))}
      </Menu>
    </ChipBox>
  )
}

type FieldsProps = {
  label: string
  /** What it is set to, in words; undefined while it is off */
  value: string | undefined
  onClear: () => void
  /** The fields, and the way to close them */
  children: (close: () => void) => ReactNode
}

/** A filter that opens fields: two dates, check boxes. */
export function FieldsChip({ label, value, onClear, children }: FieldsProps) {
  return (
    <ChipBox label={label} isOn={value !== undefined} onClear={onClear}>
      <Popover label={label} trigger={(trigger) => <ChipButton {...trigger} label={label} value={value} />}>
        {children}
      </Popover>
    </ChipBox>
  )
}

function ChipBox(props: { label: string; isOn: boolean; onClear: () => void; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex h-7 flex-none items-stretch rounded-2 border font-medium text-sm max-md:h-9',
        props.isOn ? 'border-accent-line bg-accent-tint text-accent-ink' : 'border-line-strong bg-paper text-ink-2',
      )}
    >
      {props.children}
      {props.isOn ? (
        <button
          type="button"
          aria-label={`Clear ${props.label}`}
          data-tip={`Clear ${props.label}`}
          onClick={props.onClear}
          className="grid w-6 place-items-center rounded-[5px] hover:bg-accent-tint-2"
        >
          <X className="size-3.5" />
        </button>
      ) : null}
    </span>
  )
}

function ChipButton({
  label,
  value,
  className,
  ...trigger
}: { label: string; value: string | undefined; className: string } & React.ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...trigger}
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-[5px] ps-2',
        value === undefined
          ? 'pe-1.5 hover:bg-hover hover:text-ink aria-expanded:bg-hover'
          : 'pe-1 hover:bg-accent-tint-2',
        className,
      )}
    >
      {value === undefined ? (
        <>
          {label}
          <ChevronDown className="size-3.5 text-ink-3" />
        </>
      ) : (
        <>
          <span className="font-normal">{label}</span> {value}
        </>
      )}
    </button>
  )
}
