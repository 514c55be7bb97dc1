"""A phone that several people use: one browser with one profile, driven as a person drives it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

LOOK = """
const text = [...document.querySelectorAll('textarea, input:not([type])')]
  .concat([...document.querySelectorAll('input[type=text], input[type=search], input[type=password]')]);
const form = document.querySelector('form#answers');
const choices = form ? [...form.querySelectorAll('input[type=radio], input[type=checkbox]')] : [];
const pair = input => input.name + '=' + input.value;
const kept = [];
for (const read of [() => document.cookie, () => JSON.stringify(localStorage),
    () => JSON.stringify(sessionStorage), () => JSON.stringify(history.state)]) {
  try { kept.push(read()); } catch (refused) { kept.push(''); }
}
const button = document.querySelector('form#answers button');
return JSON.stringify({
  address: location.href,
  title: document.title,
  heading: (document.querySelector('h1') || {innerText: ''}).innerText,
  button: button ? button.innerText : '',
  boxes: form ? text.filter(box => form.contains(box)).map(box => box.name) : [],
  values: text.map(box => box.value),
  choices: choices.map(pair),
  ticked: choices.filter(input => input.checked).map(pair),
  source: new XMLSerializer().serializeToString(document),
  kept,
});
"""
"""Everything that a page shows or hides, and what its site keeps in the browser, as a function's body."""

STORES = """
const left = [];
if (self.indexedDB && indexedDB.databases) left.push(...(await indexedDB.databases()).map(d => 'database ' + d.name));
if (self.caches) left.push(...(await caches.keys()).map(name => 'cache ' + name));
if (navigator.serviceWorker) left.push(
  ...(await navigator.serviceWorker.getRegistrations()).map(worker => 'worker ' + worker.scope));
return JSON.stringify(left);
"""
"""What only a script can ask for: databases, caches and service workers, as an async function's body."""


@dataclass(frozen=True)
class Seen:
    """One look at a page.

    `button`, `boxes`, `choices` and `ticked` belong to the form that goes on: its first button, the names of its
    text boxes, and its choices as `name=value`. `kept` is what the site holds in the browser.
    """

    address: str
    title: str
    heading: str
    button: str
    boxes: tuple[str, ...]
    values: tuple[str, ...]
    choices: tuple[str, ...]
    ticked: tuple[str, ...]
    source: str
    kept: tuple[str, ...]

    @classmethod
    def from_json(cls, text: str) -> Seen:
        """What the LOOK script has said."""
        told: dict[str, Any] = json.loads(text)
        fields: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in told.items()}
        return cls(**fields)

    @property
    def everything(self) -> str:
        """All of it as one text to search in."""
        return "\n".join((self.address, self.title, *self.values, self.source, *self.kept))


class Lost(Exception):
    """The browser does not answer, or a page does not hold what a journey needs."""


class Phone(Protocol):
    """A running browser. Addresses are whole; a selector must find something on the page."""

    version: str

    def open(self, address: str) -> None:
        """Type an address."""

    def open_beside(self, address: str) -> None:
        """Open an address in a new tab, which is then the one that is seen."""

    def back(self) -> bool:
        """Go back once; False when there is nowhere to go."""

    def forward(self) -> bool:
        """Go forward once; False when there is nowhere to go."""

    def reload(self) -> None:
        """Load the page again; where the browser asks whether to send a form again, say yes."""

    def has(self, selector: str) -> bool:
        """True when the page has such a thing."""

    def type(self, selector: str, words: str) -> None:
        """Put the cursor into a box and type."""

    def paste(self, selector: str, words: str) -> None:
        """Put the cursor into a box and paste what is too long to type."""

    def retype(self, selector: str, words: str) -> None:
        """Put other words in the place of those in a box."""

    def tick(self, selector: str) -> None:
        """Press something that stays on the page."""

    def press(self, selector: str) -> None:
        """Press something that leads to another page, and wait for it."""

    def keys(self, *names: str) -> None:
        """Press keys: Shift, ArrowDown, Enter."""

    def wait_for(self, beginning: str) -> None:
        """Wait until the address begins so."""

    def sees(self) -> Seen:
        """Look at the page in front."""

    def stores(self) -> tuple[str, ...]:
        """Databases, caches and workers that the site has left; empty when scripts are off."""

    def cookies(self) -> str:
        """The cookies that the page's site would be sent."""

    def tabs(self) -> int:
        """How many tabs there are: those at the start, and those opened since."""

    def show(self, tab: int) -> None:
        """Bring a tab to the front; the first is 0."""

    def quit(self) -> None:
        """Close the browser as its menu does."""
