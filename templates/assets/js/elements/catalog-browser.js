/**
 * <catalog-browser>: filters, sorts and searches the list of sources in place.
 *
 * The server renders everything this element touches; without the element the page is
 * a complete static list. What it expects, by data attribute:
 *
 *   <catalog-browser
 *     data-index="…"         address of the filter index, from the page
 *     data-search="…"        address of the search manifest, from the page
 *     data-source="sources/{id}/"   address of a source's page from this page, with the place of the id
 *     data-tag="tags/{tag}/"        the same for a tag's page
 *     data-page-size="24"    cards on a page
 *     data-first="0">        place of the first server-rendered card in the unfiltered list by name
 *
 *   <form id="filters" data-filters method="get">         anywhere in the document
 *     <fieldset data-facet="artifact_type | tags | trust_level | status">
 *       <input type="search" data-find>                   "find a tag": only in tags; hidden until upgraded
 *       <label data-value="skill"><input type="checkbox" name="artifact_type" value="skill">
 *         Skill <span data-count>37</span></label>        one a value; tags: the most used ones
 *       <template data-option>                            a label like the above, empty, with
 *                                                         <span data-label> for its words: only in tags
 *   <input type="search" name="search" form="filters">    in the header; <select name="sort" form="filters">
 *                                                         with the values relevance name stars updated added artifacts
 *   <ul data-chips>, <template data-chip>                 an <li> with one <button><span data-label></span></button>
 *   <button data-clear hidden>                            clears all filters; any number of them
 *   <p data-sentence>                                     the filters in words
 *   <p role="status" data-status>                         empty; what is read out after a pause
 *   <h2 data-results-heading tabindex="-1">               "412 sources" → "37 of 412 sources"
 *   <ul data-results class="cards">                       the first page of cards
 *   <template data-card>                                  an <li> as the card macro makes it, with slots
 *     data-slot="link"                                    the <a>; its text is the name
 *     data-slot="repo | description | stars | updated"    text; stars and updated lie in [data-part] parents
 *                                                         that are hidden when there is nothing to show;
 *                                                         updated is a <time>
 *     data-slot="trust"                                   gets data-trust="official"; its word goes to
 *                                                         [data-label] inside it; the glyphs are one <svg data-glyph="official">
 *                                                         a level, all but one removed
 *     data-slot="status"                                  the same for a status that is not active; else removed
 *     data-slot="counts"                                  text "42 skills · 3 hooks"; removed when there are none
 *     data-slot="tags"                                    a list; items are made from its first <li>; "+3" is the last
 *   <nav data-pages>                                      links to the static pages; hidden while filtered
 *   <button data-earlier hidden>, <button data-more hidden>    "Show 24 more"
 *   <div data-empty hidden> with <ul data-rescue>,
 *     <template data-rescue-item>                         nothing found: an <li> with one <button><span data-label></span></button>
 *     <p data-suggestion hidden> … <button></button>      did you mean
 *   <button data-filters-open hidden>                     narrow screens: "Filters <span data-filters-active></span>"
 *   <dialog data-filters-dialog> with an empty <div data-filters-place>,
 *     a <button data-clear>, a <button data-filters-close>Show <span data-total></span></button>
 *                                                         the form moves into it while it is open
 *   <input type="checkbox" data-slash>                    switches the "/" key (anywhere; kept in localStorage)
 */
