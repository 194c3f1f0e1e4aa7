// How much room text takes on a terminal, and text that is safe to put there.

/** The columns of a terminal that a text takes. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const { segment } of GRAPHEMES.segment(text)) width += graphemeWidth(segment)
  return width
}

/** The text, or as much of it as fits with an ellipsis. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let fitting = ''
  let used = 0
  for (const { segment } of GRAPHEMES.segment(text)) {
    const next = graphemeWidth(segment)
    if (used + next > width - 1) break
    fitting += segment
    used += next
  }
  return `${fitting}…`
}

export function pad(text: string, width: number, side: 'left' | 'right'): string {
  const room = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return side === 'left' ? text + room : room + text
}

/** What stored text could do to a terminal, or to the lines of a table, is shown instead of done. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (control) => ESCAPES[control] ?? hexEscape(control))
}

function graphemeWidth(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2
  return INVISIBLE.test(grapheme) ? 0 : 1
}

function hexEscape(control: string): string {
  return `\\u{${control.codePointAt(0)!.toString(16)}}`
}

const ASCII = /^[\x20-\x7e]*$/
const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' })
/** Of East Asian width `wide` or `fullwidth`, and pictures: https://www.unicode.org/reports/tr11/ */
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
/** Also the marks that turn the direction of text around, with which one value can pass for another. */
const CONTROLS = /\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/gu
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
