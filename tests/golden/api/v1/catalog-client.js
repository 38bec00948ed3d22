/**
 * The catalog of this site for programs, at an address that stays: docs/api.md explains it.
 *
 *   import { listSources } from "https://example.org/catalog/api/v1/catalog-client.js";
 *   const { items, page_info } = await listSources({ artifact_type: "skill", tags: ["python"] });
 */
import { CatalogClient } from "../../assets/js/client/client.HASH.js";

export { CatalogClient, CatalogError } from "../../assets/js/client/client.HASH.js";

/** The catalog that this file came with. */
export const catalog = new CatalogClient(new URL("./", import.meta.url));

export const getCatalog = () => catalog.getCatalog();
export const listSources = (parameters) => catalog.listSources(parameters);
export const allSources = (parameters) => catalog.allSources(parameters);
export const search = (words, parameters) => catalog.search(words, parameters);
export const getSource = (id) => catalog.getSource(id);
export const getDetails = (id) => catalog.getDetails(id);
export const getArtifacts = (id) => catalog.getArtifacts(id);
