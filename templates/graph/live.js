// A page that is served asks now and then whether the index has changed, and loads itself anew if so.

const periodMs = 2000
const patience = 5

/** `digest` is of the data shown; undefined in a file, which never asks anybody. */
export const watchIndex = (digest) => {
  if (digest === undefined) return
  let failures = 0
  const ask = async () => {
    if (document.hidden) return
    try {
      const answer = await fetch('digest', { cache: 'no-store' })
      const now = (await answer.json()).digest
      failures = 0
      if (now !== digest) location.reload()
    } catch {
      failures += 1
      if (failures < patience) return
      clearInterval(timer)
      document.getElementById('gone').hidden = false
    }
  }
  const timer = setInterval(ask, periodMs)
}
