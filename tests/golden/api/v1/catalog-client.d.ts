/** Types of catalog-client.js, made from the shapes of the API by generator/api/typescript.py. */

export type TrustLevelId = "untrusted" | "basic" | "verified" | "official";

export type Status = "active" | "stale" | "archived" | "moved" | "missing";

export type Sort = "relevance" | "name" | "stars" | "updated" | "added" | "artifacts";

/** Sources of about one age. */
export interface Age {
  /** At most so many days; null: older than the others, or unknown. */
  days: number | null;
  /** Whether the age is known. */
  known: boolean;
  /** Listed sources of it. */
  source_count: number;
}

/** One thing found in a source's files. */
export interface Artifact {
  /** Id of its source. */
  source_id: string;
  /** Id of its type. */
  artifact_type: string;
  /** From its file, folder or manifest. */
  name: string;
  /** The evidence, from the repository's root; empty: the root. */
  path: string;
  /** Its page at that commit. */
  url: string;
  /** From front matter or manifest. */
  title: string | null;
  /** Likewise. */
  description: string | null;
  /** Git's id of what stands at `path`. */
  sha: string;
  /** The rule that found it: its id, and in words. */
  detected_by: string;
  /** How sure the rule is. */
  confidence: number;
  /** Only `listed` ones count. */
  status: "listed" | "excluded" | "duplicate";
  /** Path of the original, for duplicates. */
  duplicate_of: string | null;
  /** Why it is not listed. */
  reason: string | null;
}

/** A kind of artifact that this catalog knows. */
export interface ArtifactType {
  /** As filters take it. */
  id: string;
  /** What one is called. */
  label: string;
  /** What several are called. */
  plural: string;
  /** What it is; may be empty. */
  description: string;
  /** Words that filters take for it, too. */
  aliases: string[];
  /** The evidence, in words. */
  detected_by: string[];
  /** Listed sources that have one. */
  source_count: number;
  /** Listed artifacts of listed sources. */
  artifact_count: number;
  /** Its page, from the root of the site. */
  page: string;
}

/** One thing that happened to a source, or to one of its artifacts. */
export interface Change {
  /** What happened. */
  kind: "added" | "removed" | "renamed";
  /** Id of the source; of a removed one the last. */
  source_id: string;
  /** Its repository. */
  full_name: string;
  /** Type of the artifact; null: the source itself. */
  artifact_type: string | null;
  /** The artifact's name. */
  name: string | null;
  /** The artifact's path. */
  path: string | null;
  /** What was renamed was this. */
  before: string | null;
  /** Artifacts that a source came or went with. */
  counts_by_type: Record<string, number>;
}

/** Files that `catalog-client.js` reads; their names change with their content. */
export interface DataFiles {
  /** From this file. */
  filter_index: string;
  /** From this file. */
  search_index: string;
}

/** The texts of a source, which lists do without. */
export interface Details {
  /** Id of the source. */
  id: string;
  /** As the source has it. */
  repo_description: string | null;
  /** The README as its authors wrote it, cut to 50 KB; foreign text, not to be put into a page. */
  repo_readme: string | null;
  /** The same as sanitised HTML: no scripts, styles or forms; ids begin with `user-content-`. */
  repo_readme_html: string | null;
  /** Where it lies in the repository. */
  repo_readme_path: string | null;
  /** Whether it was cut. */
  repo_readme_truncated: boolean;
  /** Why not all of it is shown as on its host. */
  repo_readme_note: string | null;
  /** The definition's notes, Markdown. */
  notes: string | null;
  /** The same as sanitised HTML. */
  notes_html: string | null;
}

/** What the catalog held at the end of a day. */
export interface Growth {
  /** The day (UTC). */
  day: string;
  /** Listed sources. */
  source_count: number;
  /** Their listed artifacts. */
  artifact_count: number;
  /** The same by type. */
  artifacts_by_type: Record<string, number>;
}

/** Where a page lies in its list. */
export interface PageInfo {
  /** Whether there is a page behind it. */
  has_next_page: boolean;
  /** Whether there is one before it. */
  has_previous_page: boolean;
  /** Leads to the page before, where there is one. */
  start_cursor: string | null;
  /** Leads to the page behind, where there is one. */
  end_cursor: string | null;
  /** Items of the whole list. */
  total_count: number;
}

/** What was wrong with a request; RFC 9457 problem details and the names of this API in one. */
export interface Problem {
  /** Always `about:blank`: the status says what it is. */
  type: string;
  /** The status in words. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** As `message`. */
  detail: string;
  /** What kind of mistake, for programs. */
  error: string;
  /** What to tell a person. */
  message: string;
  /** More, by name. */
  details: Record<string, string> | null;
  /** What is wrong with each parameter. */
  validation_errors: Record<string, string> | null;
}

/** Who gave a source its trust level, and for what. */
export interface Review {
  /** Who checked. */
  reviewer: string | null;
  /** When. */
  date: string | null;
  /** Which commit. */
  commit: string | null;
  /** What was found. */
  note: string | null;
}

/** What this is, and where a reader begins. */
export interface Root {
  /** Version of these shapes. */
  api_version: string;
  /** The catalog's title. */
  title: string;
  /** What it is about; may be empty. */
  description: string;
  /** Address of the site. */
  base_url: string | null;
  /** Where its definitions are kept. */
  repository_url: string | null;
  /** The program that made it. */
  generator: string;
  /** The moment that ages are counted from. */
  as_of: string | null;
  /** Listed sources. */
  source_count: number;
  /** Their listed artifacts. */
  artifact_count: number;
  /** Where everything else begins, from this file. */
  documents: Record<string, string>;
  /** For `catalog-client.js`. */
  data: DataFiles;
}

/** What one look at all sources changed; the first one tells what there was, and no changes. */
export interface Run {
  /** When it ended. */
  at: string;
  /** Listed sources after it. */
  source_count: number;
  /** Their listed artifacts. */
  artifact_count: number;
  /** What happened, by source. */
  changes: Change[];
  /** Further changes that are not told. */
  left_out: number;
}

/** A source: its definition, what was fetched and what was computed, without README and artifacts. */
export interface Source {
  /** Names the source for good. */
  id: string;
  /** Address of the repository; null: a folder beside it. */
  repo_url: string | null;
  /** Folder beside the catalog; null: a repository. */
  path: string | null;
  /** Branch, tag or commit; null: the default branch. */
  ref: string | null;
  /** Folder of the repository; null: all of it. */
  root_hint: string | null;
  /** What to call it: never empty. */
  name: string;
  /** The catalog's own words for it. */
  description: string | null;
  /** Its documentation or product. */
  homepage: string | null;
  /** Its page, from the root of the site. */
  page: string;
  /** Words to find it by. */
  tags: string[];
  /** The repository's topics in the spelling of tags; never in `tags`. */
  auto_tags: string[];
  /** How far the catalog's owner vouches for it. */
  trust_level: "untrusted" | "basic" | "verified" | "official";
  /** What the trust level rests on. */
  trust: Review | null;
  /** `unlisted` ones are in no list. */
  visibility: "public" | "unlisted";
  /** Whether the description is fetched. */
  import_repo_description: boolean;
  /** Whether the README is fetched. */
  import_repo_readme: boolean;
  /** Whether the files are scanned. */
  import_artifacts: boolean;
  /** The day it came into the catalog. */
  added: string | null;
  /** How alive it is. */
  status: "active" | "stale" | "archived" | "moved" | "missing";
  /** What to know of its state. */
  status_note: string | null;
  /** Id of the source that replaces it. */
  successor: string | null;
  /** Former ids. */
  aliases: string[];
  /** Listed artifacts by type; types with none are left out. */
  counts_by_type: Record<string, number>;
  /** The sum of `counts_by_type`. */
  artifact_count: number;
  /** How much is known of its artifacts. */
  scan_status: "pending" | "success" | "partial" | "error" | "off";
  /** When it was last known to be right. */
  last_sync_at: string | null;
  /** What went wrong last; null: nothing. */
  last_error: string | null;
  /** The repository's own description. */
  repo_description: string | null;
  /** Stars. */
  stars: number | null;
  /** Forks. */
  forks: number | null;
  /** SPDX id of the licence. */
  license: string | null;
  /** The repository's main language. */
  language: string | null;
  /** Whether it is read-only for good. */
  archived: boolean | null;
  /** The default branch. */
  default_branch: string | null;
  /** The last push. */
  pushed_at: string | null;
  /** The repository's present name. */
  name_with_owner: string | null;
  /** Where a moved repository is found now. */
  moved_to: string | null;
  /** The commit that was looked at. */
  commit: string | null;
  /** Git's id of that commit's tree. */
  tree: string | null;
}

/** The catalog in numbers: listed sources alone are counted. */
export interface Stats {
  /** The moment that ages are counted from. */
  as_of: string | null;
  /** Sources. */
  source_count: number;
  /** Artifacts. */
  artifact_count: number;
  /** Different tags. */
  tag_count: number;
  /** Of all sources together, as far as they are known. */
  stars: number | null;
  /** Sources that have one. */
  sources_by_type: Record<string, number>;
  /** Artifacts by type. */
  artifacts_by_type: Record<string, number>;
  /** Sources by trust level. */
  sources_by_trust_level: Record<string, number>;
  /** Sources by status. */
  sources_by_status: Record<string, number>;
  /** Sources by scan status. */
  sources_by_scan_status: Record<string, number>;
  /** By main language, if known. */
  sources_by_language: Record<string, number>;
  /** By licence, if known. */
  sources_by_license: Record<string, number>;
  /** Of how many sources each of these is known. */
  sources_with: Record<string, number>;
  /** Sources by the age of the last push. */
  pushed: Age[];
  /** Sources by the age of the last check. */
  checked: Age[];
  /** What went wrong last, by source. */
  errors: Record<string, string>;
  /** Oldest first; at most 60 days. */
  growth: Growth[];
}

/** A tag, and how many listed sources carry it. */
export interface Tag {
  /** The tag. */
  tag: string;
  /** Listed sources that carry it. */
  source_count: number;
  /** Its page, from the root of the site. */
  page: string;
}

/** How far sources are vouched for, as this catalog words it. */
export interface TrustLevel {
  /** As filters take it. */
  id: "untrusted" | "basic" | "verified" | "official";
  /** What it is called. */
  label: string;
  /** What a source must meet. */
  criteria: string;
  /** Listed sources of this level. */
  source_count: number;
  /** Its page, from the root of the site. */
  page: string;
}

export interface SourceList {
  items: Source[];
  page_info: PageInfo;
}

export interface ArtifactList {
  items: Artifact[];
  page_info: PageInfo;
}

export interface TagList {
  items: Tag[];
  page_info: PageInfo;
}

export interface ArtifactTypeList {
  items: ArtifactType[];
  page_info: PageInfo;
}

export interface TrustLevelList {
  items: TrustLevel[];
  page_info: PageInfo;
}

export interface RunList {
  items: Run[];
  page_info: PageInfo;
}

/** Several values are joined by commas, or given as a list. */
export type Words = string | readonly string[];

/** The filters of the list, its order and a place in it; a query string says the same. */
export type Parameters =
  | {
      /** It has artifacts of each of these types. */
      artifact_type?: Words;
      /** It carries all of these tags. */
      tags?: Words;
      /** It has one of these trust levels. */
      trust_level?: TrustLevelId | readonly TrustLevelId[] | string;
      /** It has one of these statuses. */
      status?: Status | readonly Status[] | string;
      /** All of these words match, somewhere in it. */
      search?: string;
      sort?: Sort;
      /** From `page_info` of another page of the same filters and order. */
      cursor?: string | null;
      /** 1–100; 50 without it. */
      limit?: number | string;
    }
  | URLSearchParams
  | string;

/** A place in a list without filters. */
export interface Place {
  cursor?: string | null;
}

export interface SearchResult extends SourceList {
  /** What was probably meant, where a word was mistyped; the items are its matches. */
  suggestion: string | null;
}

export interface ClientOptions {
  /** Fetches a file; the environment's own `fetch` without it, and in Node files on disk as well. */
  fetch?: (url: string) => Promise<Response>;
}

/** Every method rejects with a CatalogError for what has no meaning or is not there. */
export interface Catalog {
  getCatalog(): Promise<Root>;
  /** A page of the sources that pass all filters. */
  listSources(parameters?: Parameters): Promise<SourceList>;
  /** All of them, page after page. */
  allSources(parameters?: Parameters): AsyncGenerator<Source, void, void>;
  /** The best matches of some words. */
  search(words: string, parameters?: Parameters): Promise<SearchResult>;
  /** By its id or a former one; unlisted ones too. */
  getSource(id: string): Promise<Source>;
  getDetails(id: string): Promise<Details>;
  getArtifacts(id: string): Promise<ArtifactList>;
  listArtifacts(place?: Place): Promise<ArtifactList>;
  listChanges(place?: Place): Promise<RunList>;
  listTags(): Promise<TagList>;
  listArtifactTypes(): Promise<ArtifactTypeList>;
  listTrustLevels(): Promise<TrustLevelList>;
  getStats(): Promise<Stats>;
}

/** What was wrong. */
export interface CatalogError extends Error {
  problem: Problem;
}
export declare const CatalogError: { new (...given: never): CatalogError };

/** A catalog anywhere; `root` is the address of its API, such as `https://example.org/api/v1/`. */
export declare const CatalogClient: { new (root: string | URL, options?: ClientOptions): Catalog };

/** The catalog that this file came with, and its methods. */
export declare const catalog: Catalog;
export declare const getCatalog: Catalog["getCatalog"];
export declare const listSources: Catalog["listSources"];
export declare const allSources: Catalog["allSources"];
export declare const search: Catalog["search"];
export declare const getSource: Catalog["getSource"];
export declare const getDetails: Catalog["getDetails"];
export declare const getArtifacts: Catalog["getArtifacts"];
