import { z } from 'zod'
import { readYaml, wordingFile } from '../../base/index.ts'

const name = z.string().min(1)
const SCHEMA = z.strictObject({
  sections: z.array(name).min(1),
  procurementSection: name,
  units: z
    .array(z.strictObject({ name, aliases: z.array(name), section: name, kind: name }))
    .min(1),
  people: z.array(
    z.strictObject({ name, userid: name, role: name, belongs: name.exactOptional() }),
  ),
  parties: z.array(
    z.strictObject({
      name,
      kind: name,
      aliases: z.array(name),
      sme: name.exactOptional(),
      trade: name.exactOptional(),
    }),
  ),
  things: z.record(
    name,
    z
      .array(
        z.strictObject({
          name,
          short: name,
          category: name,
          /** In 万元. */
          budget: z.number().positive(),
          trade: name,
        }),
      )
      .min(1),
  ),
  methods: z.record(name, z.array(name).min(1)),
  /** The payment terms of a contract that is paid in parts, as cells of the sheet 付款条款. */
  terms: z.array(z.strictObject({ term: name, share: name, trigger: name, days: name })).min(1),
  codePrefix: name,
  lotName: name,
  example: z.strictObject({ unit: name, thing: name, aliases: z.array(name), supplier: name }),
})

/** What the demo office is made of: conversations/operator/demo-office.yaml. */
export type DemoMaterial = z.infer<typeof SCHEMA>

/** Reads the material; throws MistakesError with file:line:column. */
export function demoMaterial(): DemoMaterial {
  return readYaml(wordingFile('operator', 'demo-office.yaml'), SCHEMA).value
}
