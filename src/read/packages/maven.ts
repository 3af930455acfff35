import { diagnostic } from '../../core/diag/diagnostic.ts'
import { imageName } from '../../core/link/image.ts'
import type { Reader } from '../../core/model/facts.ts'
import type { Dependency, Package } from '../../core/model/package.ts'
import { baseOf } from '../../core/model/path.ts'
import { asking, drafted } from './draft.ts'
import { isPlain, type Problems, shown, textLengthMax } from './tree.ts'
import { type Element, parseXml } from './xml.ts'

const child = (element: Element | undefined, ...path: readonly string[]): Element | undefined =>
  path.reduce((at, name) => at?.children.find((c) => c.name === name), element)

const textOf = (element: Element | undefined, ...path: readonly string[]): string | undefined =>
  child(element, ...path)?.text || undefined

/** `docker.name`, `docker.image.name`, `image.name`: properties that name the image of a module. */
const imageProperty =
  /^(?:docker|jib|container)[\w.-]*\.?name$|^(?:docker\.)?image(?:[._-]?name)?$/i
/** Where Jib, Spring Boot's plugin, fabric8's and Spotify's stand the name of an image. */
const imageTags = new Set([
  'to>image',
  'image>name',
  'configuration>imageName',
  'configuration>repository',
])
const depthMax = 12

/** How often a property may stand for another. */
const hopsMax = 16

/** Reads the elements of one POM. */
class Pom {
  private readonly root: Element
  private readonly problems: Problems
  private readonly properties: ReadonlyMap<string, string>

  constructor(root: Element, problems: Problems) {
    this.root = root
    this.problems = problems
    this.properties = this.gatherProperties()
  }

  private gatherProperties(): ReadonlyMap<string, string> {
    const own = (child(this.root, 'properties')?.children ?? []).map(
      (p): readonly [string, string] => [p.name, p.text],
    )
    const parent = ['groupId', 'artifactId', 'version'].flatMap((key) => {
      const text = textOf(this.root, 'parent', key)
      return text === undefined ? [] : [[`project.parent.${key}`, text] as const]
    })
    const project = ['groupId', 'artifactId', 'version'].flatMap((key) => {
      const text = this.coordinate(key)
      return text === undefined
        ? []
        : ['project.', 'pom.', ''].map((prefix) => [prefix + key, text] as const)
    })
    return new Map([...project, ...parent, ...own])
  }

  /** A group and a version are inherited from the parent. */
  private coordinate(key: string): string | undefined {
    return (
      textOf(this.root, key) ??
      (key === 'artifactId' ? undefined : textOf(this.root, 'parent', key))
    )
  }

  /** Puts in the properties of this file; one from elsewhere leaves the text as it is written. */
  private resolve(text: string): string {
    let current = text
    for (let hop = 0; hop < hopsMax && current.includes('${'); hop++) {
      current = current.replace(
        /\$\{([^{}]*)\}/g,
        (whole, name) => this.properties.get(name) ?? whole,
      )
      if (current.length > textLengthMax) return text
    }
    return current.includes('${') ? text : current
  }

  private dependency(element: Element, group: string, when?: string): readonly Dependency[] {
    const groupId = textOf(element, 'groupId')
    const artifactId = textOf(element, 'artifactId')
    if (groupId === undefined || artifactId === undefined) {
      const words = `an entry of ${group} has no groupId or no artifactId`
      this.problems.push(diagnostic('RTT1014', words, { at: element.at }))
      return []
    }
    const version = child(element, 'version')
    const asked = {
      name: `${this.resolve(groupId)}:${this.resolve(artifactId)}`,
      range: this.resolve(version?.text ?? ''),
      group,
      at: version?.text ? version.textAt : child(element, 'artifactId')!.textAt,
    }
    return asking(when === undefined ? asked : { ...asked, when }, this.problems)
  }

  private listed(holder: Element | undefined, group: string, when?: string): readonly Dependency[] {
    return (child(holder, 'dependencies')?.children ?? [])
      .filter((c) => c.name === 'dependency')
      .flatMap((c) => this.dependency(c, group, when))
  }

  private dependencies(): readonly Dependency[] {
    const parent = child(this.root, 'parent')
    const profiles = child(this.root, 'profiles')?.children ?? []
    return [
      ...(parent ? this.dependency(parent, 'parent') : []),
      ...this.listed(this.root, 'dependencies'),
      ...this.listed(child(this.root, 'dependencyManagement'), 'dependencyManagement'),
      ...profiles.flatMap((p) => {
        const when = `profile ${textOf(p, 'id') ?? ''}`.trim()
        return [
          ...this.listed(p, 'dependencies', when),
          ...this.listed(child(p, 'dependencyManagement'), 'dependencyManagement', when),
        ]
      }),
    ]
  }

  private modules(): readonly string[] {
    return (child(this.root, 'modules')?.children ?? [])
      .map((m) => m.text)
      .filter((text) => text !== '' && isPlain(text))
  }

  /** What plugins call the images that they build, and what properties call them that commands are given. */
  private images(): readonly string[] {
    const found = [...this.properties]
      .filter(([name]) => imageProperty.test(name))
      .map(([, text]) => text)
    const walk = (element: Element, depth: number): void => {
      for (const c of element.children) {
        if (imageTags.has(`${element.name}>${c.name}`)) found.push(c.text)
        if (depth < depthMax) walk(c, depth + 1)
      }
    }
    walk(this.root, 0)
    return [...new Set(found.map((t) => imageName(this.resolve(t.trim()))))].filter((n) =>
      /^[a-z0-9][\w.-]{1,100}$/.test(n),
    )
  }

  package(): Package {
    const images = this.images()
    const artifactId = this.coordinate('artifactId')
    const names = [this.coordinate('groupId'), artifactId].filter((t) => t !== undefined)
    const name = names.map((t) => this.resolve(t)).join(':')
    const version = this.coordinate('version')
    const resolved = version === undefined ? undefined : this.resolve(version)
    return drafted({
      ecosystem: 'maven',
      name: artifactId !== undefined && isPlain(name) ? name : undefined,
      version: resolved !== undefined && isPlain(resolved) ? resolved : undefined,
      at: { path: this.root.at.path, line: (child(this.root, 'artifactId') ?? this.root).at.line },
      dependencies: this.dependencies(),
      workspaces: this.modules(),
      bins: [],
      ...(images.length > 0 ? { images } : {}),
    })
  }
}

/** pom.xml, as far as it can be known without its parent. */
export const mavenReader: Reader = {
  id: 'packages/maven',
  version: 2,
  accepts: (path) => baseOf(path) === 'pom.xml',
  read: (file) => {
    const { root, problems } = parseXml(file)
    const diagnostics = [...problems]
    if (!root) return { diagnostics }
    if (root.name === 'project') {
      const found = new Pom(root, diagnostics).package()
      return { packages: [found], diagnostics }
    }
    const words = `the root of a POM is <project>, and not <${shown(root.name)}>`
    diagnostics.push(diagnostic('RTT1014', words, { at: root.at }))
    return { diagnostics }
  },
}
