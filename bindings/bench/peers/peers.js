// Reads and writes one CP932 file with iconv-lite and papaparse, and with iconv-lite, csv-parse and
// csv-stringify. Prints `seconds NAME_read VALUE` and `seconds NAME_write VALUE`, the best of a few runs.
'use strict';
const fs = require('fs');
const iconv = require('iconv-lite');
const papa = require('papaparse');
const { parse } = require('csv-parse/sync');
const { stringify } = require('csv-stringify/sync');

const [path, out] = process.argv.slice(2);
const RUNS = 3;

function best(name, run) {
  let made;
  let least = Infinity;
  for (let at = 0; at < RUNS; at += 1) {
    const before = process.cpuUsage();
    const wall = process.hrtime.bigint();
    made = run();
    const used = process.cpuUsage(before);
    // The smaller one, so that neither other programs nor threads count against it.
    least = Math.min(least, Number(process.hrtime.bigint() - wall) / 1e9, (used.user + used.system) / 1e6);
  }
  console.log(`seconds ${name} ${least.toFixed(4)}`);
  return made;
}

const text = () => iconv.decode(fs.readFileSync(path), 'cp932');
const keep = (content) => fs.writeFileSync(out, iconv.encode(content, 'cp932'));

const rows = best('papaparse_read', () => papa.parse(text(), { skipEmptyLines: true }).data);
best('papaparse_write', () => keep(papa.unparse(rows) + '\r\n'));
const same = best('csv_parse_read', () => parse(text()));
if (same.length !== rows.length) throw new Error('they do not read the same rows');
best('csv_parse_write', () => keep(stringify(same, { record_delimiter: 'windows' })));
