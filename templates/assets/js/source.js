/** What a source's page loads. */
import "./elements/artifact-filter.js";
import "./elements/copy-button.js";
import "./elements/copy-path.js";
import "./elements/heading-anchors.js";
