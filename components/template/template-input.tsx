'use client'

import { Braces } from 'lucide-react'
import { type ComponentProps, type KeyboardEvent, type UIEvent, useEffect, useRef } from 'react'
import type { ControlAttributes } from '@/components/form/field'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { controlClasses } from '@/components/ui/input'
import { Popover, PopoverAnchor } from '@/components/ui/popover'
import type { Segment } from './highlight'
import { useKnownPaths } from './known-paths'
import { PathMenu } from './path-menu'
import { usePathCompletion } from './use-path-completion'

export interface TemplateInputProps {
  control: ControlAttributes
  value: string
  segments: readonly Segment[]
  onChange: (value: string) => void
  onBlur?: (() => void) | undefined
  /** The whole text is one path, without braces. */
  bare?: boolean | undefined
  multiline?: boolean | undefined
  /** One line of text that is shown in as many as it needs. */
  wraps?: boolean | undefined
  mono?: boolean | undefined
  placeholder?: string | undefined
  maxLength?: number | undefined
  inputMode?: ComponentProps<'input'>['inputMode']
  disabled?: boolean | undefined
  /** The list of paths opened or closed. */
  onCompleting?: ((completing: boolean) => void) | undefined
}

const MARKS: Record<Segment['type'], string> = {
  text: '',
  known: 'rounded-xs bg-hue-violet-soft shadow-[0_0_0_1px_var(--hue-violet-soft)]',
  secret: 'rounded-xs bg-warning-soft shadow-[0_0_0_1px_var(--warning-line)]',
  unknown: 'rounded-xs bg-warning-soft underline decoration-warning decoration-wavy decoration-1 underline-offset-4',
  broken: 'rounded-xs bg-danger-soft underline decoration-danger decoration-wavy decoration-1 underline-offset-4',
}

/** The bare text field: the browser's own input, with the marks of its dynamic values drawn behind the text. */
export function TemplateInput(props: TemplateInputProps) {
  const { control, value, segments, onChange, onBlur, bare = false, wraps = false, mono, disabled } = props
  const multiline = (props.multiline ?? false) || wraps
  const element = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const marks = useRef<HTMLDivElement>(null)
  const { paths } = useKnownPaths()
  const completion = usePathCompletion(element, paths, bare)

  const { onCompleting } = props
  useEffect(() => {
    onCompleting?.(completion.open)
  }, [onCompleting, completion.open])

  const scrollMarks = (event: UIEvent<HTMLElement>) => {
    marks.current?.scrollTo(event.currentTarget.scrollLeft, event.currentTarget.scrollTop)
  }
  const attributes = {
    ...control,
    ref: element,
    value,
    disabled,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    spellCheck: multiline && !mono,
    autoComplete: 'off',
    autoCapitalize: 'off',
    'aria-autocomplete': paths ? ('list' as const) : undefined,
    'aria-controls': completion.open && completion.options.length > 0 ? completion.menuId : undefined,
    'aria-activedescendant':
      completion.open && completion.options.length > 0 ? `${completion.menuId}-${completion.active}` : undefined,
    className: cn(
      controlClasses,
      'relative bg-transparent pr-8 pl-2.5 dark:bg-transparent',
      mono && 'font-mono text-xs',
      multiline && 'py-1.5 leading-5',
    ),
    onScroll: scrollMarks,
    onKeyDown: (event: KeyboardEvent<HTMLInputElement & HTMLTextAreaElement>) => {
      completion.onKeyDown(event)
      if (!wraps || event.key !== 'Enter' || event.isDefaultPrevented() || event.nativeEvent.isComposing) return
      // As in the one-line field that it stands for.
      event.preventDefault()
      event.currentTarget.form?.requestSubmit()
    },
    onSelect: () => completion.follow(false),
    onClick: () => {
      if (bare && value === '' && paths?.length) completion.show()
    },
    onBlur: () => {
      completion.close()
      onBlur?.()
    },
    onChange: (event: { currentTarget: { value: string } }) => {
      const text = event.currentTarget.value
      onChange(wraps ? text.replace(/[\r\n]+/g, ' ') : text)
      completion.follow(true)
    },
  }
  return (
    <Popover open={completion.open} onOpenChange={(open) => open || completion.close()}>
      <PopoverAnchor asChild>
        <div className="relative min-w-0 rounded-md bg-surface dark:bg-sunken">
          <div
            ref={marks}
            aria-hidden
            className={cn(
              'pointer-events-none absolute select-none overflow-hidden text-transparent pointer-coarse:max-sm:text-[1rem]',
              mono ? 'font-mono text-xs' : 'text-sm',
              // A one-line input cuts its text at its padding, a textarea at its border: so do the marks.
              multiline
                ? 'wrap-break-word inset-px whitespace-pre-wrap py-1.5 pr-8 pl-2.5 leading-5'
                : 'inset-y-px right-[33px] left-[11px] whitespace-pre leading-[30px]',
            )}
          >
            {segments.map((segment) => (
              <span key={segment.at} className={MARKS[segment.type]}>
                {segment.text}
              </span>
            ))}
            {/* A line break at the end has no height of its own. */}
            {multiline ? '\u200b' : null}
          </div>
          {multiline ? (
            <textarea
              {...attributes}
              className={cn(
                attributes.className,
                'field-sizing-content block',
                wraps ? 'min-h-8 resize-none' : 'min-h-16',
              )}
              rows={wraps ? 1 : undefined}
            />
          ) : (
            <input
              {...attributes}
              type="text"
              inputMode={props.inputMode}
              className={cn(attributes.className, 'h-8')}
            />
          )}
          {paths && !disabled ? (
            <IconButton
              label={bare ? 'Choose a value' : 'Insert a dynamic value'}
              size="icon-xs"
              tabIndex={-1}
              className="absolute top-1 right-1 text-subtle"
              onMouseDown={(event) => event.preventDefault()}
              onClick={completion.show}
            >
              <Braces aria-hidden />
            </IconButton>
          ) : null}
        </div>
      </PopoverAnchor>
      <PathMenu
        id={completion.menuId}
        options={completion.options}
        active={completion.active}
        hint={completion.hint}
        onActive={completion.setActive}
        onChoose={completion.choose}
      />
      <span aria-live="polite" className="sr-only">
        {completion.open && completion.options.length > 0
          ? `${completion.options.length} dynamic values. Use the arrow keys, then Enter.`
          : ''}
      </span>
    </Popover>
  )
}
