type Child = Node | string | undefined | false

/** Attributes of an element; undefined and false leave one out, true writes it empty. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** An element with attributes and children. Text is always text: nothing foreign becomes markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value))
    }
  }
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

/** A button that cannot submit anything by accident. */
export function button(
  className: string,
  label: Child,
  press: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const element = h('button', { type: 'button', class: className, ...attributes }, label)
  element.addEventListener('click', press)
  return element
}
