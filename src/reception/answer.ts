/** What a callback is answered with once its message is committed. */
export type Answer = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'empty' }

/** What a callback is answered with in any case. */
export type CallbackAnswer = Answer | { readonly kind: 'unavailable' }
