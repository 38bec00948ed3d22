/** What the page "Add" loads. */
import "./elements/add-source.js";
