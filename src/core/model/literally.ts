/**
 * A text as a pattern that matches it and nothing else.
 *
 * @example new RegExp(literally('a.b')).test('aXb') === false
 */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
