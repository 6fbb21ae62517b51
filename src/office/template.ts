import { writeFile } from 'node:fs/promises'
import { writeXlsx } from 'hucre/xlsx'
import { SHEET_KEYS, sheetWords } from './sheet-words.ts'
import { columnsOf } from './sheets.ts'

/** In characters of Excel's default font; Chinese headings take two each. */
const WIDTH = 18

/**
 * Writes the empty workbook of `cli template`: every sheet with its headings and one example row, all cells
 * text, so that codes and phone numbers keep their digits. Throws Node's EEXIST where the file is there and
 * `overwrite` is false.
 */
export async function writeTemplate(file: string, overwrite: boolean): Promise<void> {
  const { sheets } = sheetWords()
  const bytes = await writeXlsx({
    sheets: SHEET_KEYS.map((key) => {
      const columns = columnsOf(key)
      const { name, example } = sheets[key]
      return {
        name,
        columns: columns.map(({ heading }) => ({
          header: heading,
          key: heading,
          width: WIDTH,
          numFmt: '@',
        })),
        rows: [
          columns.map(({ heading, required }) => (required ? `${heading}＊` : heading)),
          columns.map((column) => example[column.key] ?? null),
        ],
        freezePane: { rows: 1 },
      }
    }),
  })
  await writeFile(file, bytes, { flag: overwrite ? 'w' : 'wx' })
}
