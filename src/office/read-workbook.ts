import { inflateRawSync } from 'node:zlib'
import { EncryptedFileError, HucreError } from 'hucre'
import { readXlsx } from 'hucre/xlsx'
import type { Table } from './cell.ts'
import { MAX_UNPACKED_BYTES, MAX_UNPACKED_MB } from './limits.ts'
import type { Remarks } from './report.ts'

/** The first bytes of an old (.xls) or a password-protected workbook: both are OLE2 containers. */
const OLE2 = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** Reads a workbook. What makes it unreadable is added to `remarks`, and there are no tables. */
export async function readWorkbook(bytes: Buffer, remarks: Remarks): Promise<Table[]> {
  if (bytes.subarray(0, OLE2.length).equals(OLE2)) {
    const encrypted = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    remarks.error({}, encrypted ? 'encrypted-workbook' : 'old-workbook')
    return []
  }
  const size = unpackedSize(bytes)
  if (size === undefined) {
    remarks.error({}, 'broken-workbook')
    return []
  }
  if (size > MAX_UNPACKED_BYTES) {
    remarks.error({}, 'too-large', { limit: MAX_UNPACKED_MB })
    return []
  }
  try {
    const workbook = await readXlsx(bytes)
    return workbook.sheets.map((sheet) => ({
      name: sheet.name,
      rows: sheet.rows,
      merges: sheet.merges ?? [],
    }))
  } catch (error) {
    if (error instanceof EncryptedFileError) remarks.error({}, 'encrypted-workbook')
    else if (error instanceof HucreError || error instanceof RangeError) {
      remarks.error({}, 'broken-workbook')
    } else throw error
    return []
  }
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const STORED = 0
const DEFLATED = 8

/**
 * Bytes that the zip really unpacks to, found by unpacking it with a ceiling: the sizes in its directory are
 * whatever its maker wrote. Stops just above MAX_UNPACKED_BYTES. Undefined for something that is no plain zip.
 */
function unpackedSize(zip: Buffer): number | undefined {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END_OF_DIRECTORY)
    return undefined
  const entries = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  let total = 0
  for (let i = 0; i < entries && total <= MAX_UNPACKED_BYTES; i++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined
    const method = zip.readUInt16LE(at + 10)
    const packed = zip.readUInt32LE(at + 20)
    const local = zip.readUInt32LE(at + 42)
    if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL_HEADER) return undefined
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const body = zip.subarray(start, start + packed)
    const size =
      method === STORED ? body.length : method === DEFLATED ? inflatedSize(body) : undefined
    if (size === undefined) return undefined
    total += size
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return total
}

function inflatedSize(body: Buffer): number | undefined {
  try {
    return inflateRawSync(body, { maxOutputLength: MAX_UNPACKED_BYTES }).length
  } catch (error) {
    const tooLong = error instanceof RangeError
    return tooLong ? MAX_UNPACKED_BYTES + 1 : undefined
  }
}
