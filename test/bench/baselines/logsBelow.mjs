import fs from 'node:fs';

/** The logs of a `projects` folder, where clients put them. */
export function* logsBelow(projects) {
  for (const project of fs.readdirSync(projects)) {
    const folder = `${projects}/${project}`;
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.endsWith('.jsonl')) yield `${folder}/${entry.name}`;
      else if (entry.isDirectory()) yield* agentLogsOf(`${folder}/${entry.name}/subagents`);
    }
  }
}

function* agentLogsOf(folder) {
  let names;
  try {
    names = fs.readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) if (name.endsWith('.jsonl')) yield `${folder}/${name}`;
}
