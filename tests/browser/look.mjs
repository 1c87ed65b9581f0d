// Looks at a page in a real Chromium: light and dark, desktop and phone, and in print.
// Usage: [HOLDFAST_SESSION=...] node look.mjs URL FOLDER   (the session of who is signed in)   Prints one JSON object: violations, errors, foreign requests, pictures.
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [url, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const seen = { violations: [], errors: [], foreign: [], overflow: [], pictures: [] };
const looks = [
  { name: 'desktop-light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'desktop-dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone-light', colorScheme: 'light', viewport: { width: 390, height: 844 } },
];
for (const { name, ...options } of looks) {
  const context = await browser.newContext(options);
  if (process.env.HOLDFAST_SESSION) await context.addCookies([{ name: 'holdfast-session', value: process.env.HOLDFAST_SESSION, url }]);
  const page = await context.newPage();
  page.on('console', message => { if (message.type() === 'error') seen.errors.push(`${name}: ${message.text()} ${message.location().url}`); });
  page.on('pageerror', error => seen.errors.push(`${name}: ${error.message}`));
  page.on('request', request => { if (new URL(request.url()).host !== new URL(url).host) seen.foreign.push(request.url()); });
  await page.goto(url);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  for (const v of violations) seen.violations.push(`${name}: ${v.id} (${v.nodes.length}): ${v.nodes[0].target.join(' ')}`);
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1)) seen.overflow.push(name);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  seen.pictures.push(`${name}.png`);
  if (name === 'desktop-light') {
    await page.pdf({ path: `${folder}/print.pdf`, format: 'A4', preferCSSPageSize: true });
    seen.pictures.push('print.pdf');
  }
}
await browser.close();
console.log(JSON.stringify(seen));
