import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { requirementsReader } from '../../../src/read/packages/requirements.ts'
import { complaints, told } from './told.ts'

const read = (text: string, path = 'svc/requirements.txt') =>
  requirementsReader.read({ path, text })

describe('requirements files', () => {
  it('are known by their names', () => {
    const taken = [
      ...['requirements.txt', 'a/requirements-dev.txt', 'dev-requirements.txt', 'constraints.txt'],
      ...['requirements/base.txt', 'x/requirements/dev.txt', 'requirements_test.txt'],
      ...['constraints-3.8.txt', 'test.requirements.txt'],
    ]
    const left = ['requirements.md', 'notes.txt', 'myrequirements.txt', 'requirements/a/b.txt']
    for (const path of taken) assert.equal(requirementsReader.accepts(path), true, path)
    for (const path of left) assert.equal(requirementsReader.accepts(path), false, path)
  })

  it('tell each requirement with the place of its range', () => {
    const facts = read(`# all of it, without a next line \\
-r base.txt
-cconstraints.txt
--index-url https://me:secret@host/simple
Flask == 2.0.1   # pinned
requests[security]>=2.8.1,==2.8.* ; python_version < "2.7"
numpy==1.26.0 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
uwsgi
name@https://host/name.whl#sha1=da39
long \\
  >=1 # comment
  \\
# comment ends it
-e git+https://me:pw@host/own.git@main#egg=Own.Pkg&subdirectory=x
-e .
./local/dir
https://host/a.whl
git+https://host/b.git#egg=b
`)
    assert.deepEqual(complaints(facts), [])
    assert.deepEqual(told(facts), [
      'requirements.flask == 2.0.1 @5:7-15',
      'requirements.requests >=2.8.1,==2.8.* @6:19-34 if python_version < "2.7"',
      'requirements.numpy ==1.26.0 @7:6-14',
      'requirements.uwsgi  @10:1-6',
      'requirements.name @https://host/name.whl#sha1=da39 @11:5-37',
      'requirements.long >=1 @13:3-6',
      'requirements.own-pkg @ git+https://host/own.git@main#egg=Own.Pkg&subdirectory=x @16:4-undefined',
      'requirements.b @ git+https://host/b.git#egg=b @20:1-undefined',
    ])
    const { name, isUnnamed, includes } = facts.packages![0]!
    assert.deepEqual(
      { name, isUnnamed, includes },
      { name: 'svc', isUnnamed: true, includes: ['base.txt', 'constraints.txt'] },
    )
  })

  it('put constraints into a group of their own', () => {
    assert.deepEqual(told(read('a<2', 'constraints.txt')), ['constraints.a <2 @1:2-4'])
  })

  it('report a line that is no requirement and read the rest', () => {
    const facts = read('a==1\n??? what\nb==2\n')
    assert.deepEqual(complaints(facts), ['RTT1002 2: this line is no requirement'])
    assert.equal(facts.packages![0]!.dependencies.length, 2)
  })

  it('may be empty', () => {
    assert.deepEqual(read('').packages![0]!.dependencies, [])
  })
})
