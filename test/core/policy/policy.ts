import { type Policy, policySchema } from '../../../src/core/model/policy.ts'

/** A policy of these entries. */
export const policy = (more: object): Policy => policySchema.parse({ v: 1, ...more })
