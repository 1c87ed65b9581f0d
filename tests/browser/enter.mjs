// Makes the first account by its link, signs out and in again, in a real Chromium, as a person does.
// Usage: node enter.mjs LINK NAME PASSWORD   Prints one JSON object: where each step ended, and errors.
import { chromium } from 'playwright-core';

const [link, name, password] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext();
const page = await context.newPage();
const seen = { steps: [], errors: [] };
page.on('pageerror', error => seen.errors.push(error.message));
const send = async step => {
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', password);
  const [answer] = await Promise.all([page.waitForResponse(response => response.request().method() === 'POST'), page.click('button')]);
  await page.waitForLoadState();
  seen.steps.push({ step, status: answer.status(), at: new URL(page.url()).pathname });
};
await page.goto(link);
await send('start');
await context.clearCookies();
await page.goto(new URL('/sign-in', link).href);
await send('sign-in');
await browser.close();
console.log(JSON.stringify(seen));
