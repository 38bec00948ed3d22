/**
 * <heading-anchors> around a README: every heading with an id gets a link to itself, for sharing.
 */

import { text } from "../lib/texts.js";

class HeadingAnchors extends HTMLElement {
  connectedCallback() {
    for (const heading of this.querySelectorAll(":is(h1, h2, h3, h4, h5, h6)[id]")) {
      if (heading.querySelector(".heading-anchor")) continue;
      const link = document.createElement("a");
      link.className = "heading-anchor";
      link.href = `#${encodeURIComponent(heading.id)}`;
      link.textContent = "#";
      link.setAttribute("aria-label", text("source_script.link_to", { heading: heading.textContent?.trim() ?? "" }));
      heading.append(link);
    }
  }
}

customElements.define("heading-anchors", HeadingAnchors);
