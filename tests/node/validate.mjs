// Reads {page name: its HTML} as JSON, writes {page name: [what html-validate finds]}.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const RULES = {
  // Lower case is shorter after packing and just as valid.
  "doctype-style": ["error", { style: "lowercase" }],
  // Our own files come from our own server, named by their content; only files from elsewhere would need it.
  "require-sri": ["error", { target: "crossorigin" }],
  // A button in a form sends it unless it says otherwise: that is what ours are for, with or without the word.
  "no-implicit-button-type": "off",
  // A number may wrap when somebody reads with very large letters; it is a link, and dialled from that.
  "tel-non-breaking": "off",
  // The boxes of one question share its name, and so do the buttons of one form.
  "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "submit"] }],
  // What went wrong comes before the first heading, so that it is heard first.
  "heading-level": ["error", { minInitialRank: "h2" }],
  // How an attribute is written down changes nothing, and the parts of GOV.UK Frontend write them their own way.
  "no-trailing-whitespace": "off",
  "attribute-boolean-style": "off",
  "attribute-empty-style": "off",
  // HTML allows a dot in an id; the charts' own program asks for one.
  "valid-id": ["error", { relaxed: true }],
  // GOV.UK's links that look like buttons are buttons to a screen reader; a table that scrolls may be a region.
  "prefer-native-element": ["error", { exclude: ["button", "region"] }],
};
const FORGIVEN = {
  // GOV.UK's password box can show what was typed, and then its letters must not become capitals.
  "input-attributes": /"autocapitalize" is not allowed on <input type="password">/,
};
// Before anything is answered there is nothing to send, so that page's form has no button yet.
const NOTHING_TO_SEND = "check, with nothing answered";

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:recommended", "html-validate:document"],
    rules: RULES,
  }),
);
const found = {};
for (const [name, html] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const report = await validator.validateString(html, name);
  const messages = report.results.flatMap((result) => result.messages);
  found[name] = messages
    .filter(({ ruleId, message }) => !FORGIVEN[ruleId]?.test(message))
    .filter(({ ruleId }) => !(ruleId === "wcag/h32" && name === NOTHING_TO_SEND))
    .map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (line ${line}, column ${column})`);
}
process.stdout.write(JSON.stringify(found));
