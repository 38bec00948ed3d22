/** Gives the browser's code the texts that a page would carry; tests/browser_code.py writes them. */

import { useTexts } from "../../templates/assets/js/lib/texts.js";

const texts = process.env.CATALOG_TEXTS;
if (!texts) throw new Error("run this by pytest, which gives it the texts: tests/test_javascript.py");
useTexts(JSON.parse(texts));
