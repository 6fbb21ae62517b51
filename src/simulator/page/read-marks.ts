const KEY = 'caixiaozhu.read'

/** What was read of each phone, kept in this browser. */
export interface ReadMarks {
  /** The id of the last entry that was seen of the person's phone. */
  of(userid: string): number
  read(userid: string, id: number): void
}

/** The marks of this browser; where it keeps nothing, those of this visit. */
export function openReadMarks(): ReadMarks {
  const marks = new Map<string, number>(stored())
  return {
    of: (userid) => marks.get(userid) ?? 0,
    read(userid, id) {
      if (id <= (marks.get(userid) ?? 0)) return
      marks.set(userid, id)
      try {
        localStorage.setItem(KEY, JSON.stringify([...marks]))
      } catch {
        // private browsing: the marks last as long as the page
      }
    },
  }
}

function stored(): [string, number][] {
  try {
    const entries: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(entries) ? entries.filter(isMark) : []
  } catch {
    return []
  }
}

const isMark = (entry: unknown): entry is [string, number] =>
  Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number'
