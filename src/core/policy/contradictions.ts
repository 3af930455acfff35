import type { Policy } from '../model/policy.ts'

/** Two entries that cannot both hold: by their paths, and why. */
export type Contradiction = {
  readonly rule: readonly (string | number)[]
  readonly other: readonly (string | number)[]
  readonly why: string
}

const fitsAll = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  a === undefined || (b?.every((via) => a.includes(via)) ?? false)

/** A rule behind one that takes all that it is about, and says the opposite. */
const shadowed = ({ rules }: Policy): Contradiction[] =>
  rules.flatMap((rule, i) => {
    const before = rules.findIndex(
      (r, k) => k < i && r.from === rule.from && r.to === rule.to && fitsAll(r.via, rule.via),
    )
    return before >= 0 && rules[before]!.effect !== rule.effect
      ? [
          {
            rule: ['rules', i],
            other: ['rules', before],
            why: `it is never reached: rules/${before} says ${rules[before]!.effect} for the same ends`,
          },
        ]
      : []
  })

/** One port that is to lead to two places. */
const torn = ({ pins }: Policy): Contradiction[] =>
  pins.flatMap((pin, i) => {
    const before = pins.findIndex((p, k) => k < i && p.from === pin.from && p.to !== pin.to)
    return before < 0
      ? []
      : [
          {
            rule: ['pins', i],
            other: ['pins', before],
            why: `pins/${before} pins ${pin.from} to ${pins[before]!.to}`,
          },
        ]
  })

/** A name or a member that two layers have: it would stand in both. */
const layered = ({ layers }: Policy): Contradiction[] =>
  layers.flatMap((layer, i) => {
    const before = layers.findIndex(
      (l, k) =>
        k < i && (l.name === layer.name || l.members.some((m) => layer.members.includes(m))),
    )
    return before < 0
      ? []
      : [
          {
            rule: ['layers', i],
            other: ['layers', before],
            why: `${layer.name} and ${layers[before]!.name} have a name or a member in common`,
          },
        ]
  })

/** What in a policy contradicts itself, whatever the repository holds. */
export const contradictionsIn = (policy: Policy): readonly Contradiction[] => [
  ...shadowed(policy),
  ...torn(policy),
  ...layered(policy),
]
