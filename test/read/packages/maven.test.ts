import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mavenReader } from '../../../src/read/packages/maven.ts'
import { complaints, told } from './told.ts'

const read = (text: string) => mavenReader.read({ path: 'shipping/pom.xml', text })

describe('pom.xml', () => {
  it('tells parent, dependencies and managed ones, with properties put in', () => {
    const facts = read(`<?xml version="1.0"?>
<project xmlns="urn:example:pom">
  <parent>
    <groupId>org.example</groupId>
    <artifactId>parent</artifactId>
    <version>3.2.0</version>
  </parent>
  <artifactId>shipping</artifactId>
  <properties>
    <a.version>1.\${minor}</a.version>
    <minor>5</minor>
    <loop>\${loop}</loop>
  </properties>
  <modules><module>api</module><module/></modules>
  <dependencyManagement><dependencies>
    <dependency><groupId>g</groupId><artifactId>managed</artifactId><version>[1,2)</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>\${project.groupId}</groupId>
      <artifactId>a</artifactId>
      <version>\${a.version}</version>
    </dependency>
    <dependency><groupId>g</groupId><artifactId>none</artifactId></dependency>
    <dependency><groupId>g</groupId><artifactId>b</artifactId><version>\${elsewhere}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>c</artifactId><version>\${loop}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>d</artifactId><version>\${project.parent.version}</version></dependency>
  </dependencies>
  <profiles><profile><id>ci</id><dependencies>
    <dependency><groupId>g</groupId><artifactId>e</artifactId><version>1</version></dependency>
  </dependencies></profile></profiles>
</project>`)
    assert.deepEqual(complaints(facts), [])
    assert.deepEqual(told(facts), [
      'parent.org.example:parent 3.2.0 @6:14-19',
      'dependencies.org.example:a 1.5 @22:16-28',
      'dependencies.g:none  @24:49-53',
      'dependencies.g:b ${elsewhere} @25:72-84',
      'dependencies.g:c ${loop} @26:72-79',
      'dependencies.g:d 3.2.0 @27:72-97',
      'dependencyManagement.g:managed [1,2) @16:78-83',
      'dependencies.g:e 1 @30:72-73 if profile ci',
    ])
    const { name, version, workspaces, at } = facts.packages![0]!
    assert.deepEqual(
      [name, version, workspaces, at.line],
      ['org.example:shipping', '3.2.0', ['api'], 8],
    )
  })

  it('bounds what properties may grow to', () => {
    const properties = Array.from(
      { length: 12 },
      (_, i) => `<p${i}>\${p${i + 1}}\${p${i + 1}}\${p${i + 1}}</p${i}>`,
    )
    const facts = read(
      `<project><artifactId>x</artifactId><properties>${properties.join('')}<p12>1</p12></properties>` +
        '<dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId>' +
        '<version>${p0}</version></dependency></dependencies></project>',
    )
    assert.deepEqual(
      facts.packages![0]!.dependencies.map((d) => d.range),
      ['${p0}'],
    )
  })

  it('reports an entry without coordinates and reads the rest', () => {
    const facts = read(`<project><artifactId>x</artifactId><dependencies>
<dependency><groupId>g</groupId></dependency>
<dependency><groupId>g</groupId><artifactId>a</artifactId><version>1</version></dependency>
</dependencies></project>`)
    assert.deepEqual(complaints(facts), [
      'RTT1014 2: an entry of dependencies has no groupId or no artifactId',
    ])
    assert.equal(facts.packages![0]!.dependencies.length, 1)
  })

  it('reports what is no POM', () => {
    assert.deepEqual(complaints(read('<web/>')), [
      'RTT1014 1: the root of a POM is <project>, and not <web>',
    ])
    assert.deepEqual(complaints(read('<project>\n<a>\n</project>')), [
      'RTT1002 3: this XML cannot be parsed: </project> closes nothing',
    ])
  })
})
