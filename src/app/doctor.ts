import type { Diagnostic } from '../core/diag/diagnostic.ts'
import { type UnifyDocument, unifyDocument } from '../core/doctor/document.ts'
import { examine } from '../core/doctor/examine.ts'
import { doctorFindings } from '../core/doctor/findings.ts'
import type { DoctorReport } from '../core/doctor/report.ts'
import type { Package } from '../core/model/package.ts'

export type Examined = {
  readonly report: DoctorReport
  /** What plans/dep.unify.json holds; its bytes are `canonicalize(document)`. */
  readonly document: UnifyDocument
  readonly diagnostics: readonly Diagnostic[]
}

/** Finds packages that are asked for in different versions. Pure: the caller writes the document. */
export const doctor = (packages: readonly Package[]): Examined => {
  const report = examine(packages)
  return { report, document: unifyDocument(report), diagnostics: doctorFindings(report) }
}
