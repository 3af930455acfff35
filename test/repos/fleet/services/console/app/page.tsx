export default function Page() {
  return (
    <main>
      <h1>Fleet</h1>
      <p>Don't panic: {new Date().getFullYear() > 2020 ? 'it is "later"' : 'early'}</p>
    </main>
  )
}
