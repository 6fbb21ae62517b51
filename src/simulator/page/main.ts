import { createPage } from './page.ts'
import { listen, server } from './server.ts'
import { useWords } from './words.ts'

const RETRY_MS = 2_000

/** Starts as soon as the server answers; until then there are no sentences to say so with. */
async function start(): Promise<void> {
  const root = document.getElementById('app')
  const answer = await server.start()
  if (!root || !answer.ok) {
    setTimeout(() => void start(), RETRY_MS)
    return
  }
  useWords(answer.value.words)
  const page = createPage(answer.value)
  root.replaceChildren(page.element)
  listen(page)
}

void start()
