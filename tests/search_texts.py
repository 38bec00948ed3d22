"""Natural text in several scripts, written for these tests, and documents made of it by a seed."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from generator.search import SearchDocument

ROOT = Path(__file__).parent.parent

MORE_ENGLISH = Path(__file__).with_name("search_sentences.txt")
"""Lines of this project's own documentation of some day: tests must not depend on what it says now."""

SENTENCES = {
    "en": """
The agent reads the whole repository before it proposes a change, and explains each decision in plain words.
Install the plugin with one command, restart your editor, and the new skills appear in the list.
Each hook runs after a file was written; a failing hook stops the session and prints the reason.
A reviewer that comments on naming, error handling and missing tests, but never on formatting.
Deploy the server behind a reverse proxy and keep the access token in the environment.
The command asks for a ticket number, collects the acceptance criteria and drafts a plan.
Use the library to convert spreadsheets, presentations and PDF documents without leaving the terminal.
Our benchmark measures tokens, latency and cost for long conversations with many tool calls.
Database migrations are generated from the schema, checked against a copy, and never applied twice.
The memory of earlier sessions is stored as plain Markdown, so that you can edit or delete it.
It understands TypeScript, Python, Rust, Go and C++, and it refuses to guess where the types are unclear.
Contributions are welcome: open an issue first, describe the problem, and keep pull requests small.
The gateway caches responses by content hash and displays the remaining quota in an array of gauges.
Try the interactive playground, then copy the generated configuration into your own project.
Security scanning looks for leaked keys, unsafe shell commands and dependencies with known vulnerabilities.
Translations live beside the source, and a missing key falls back to the default language.
""",
    "de": """
Der Agent liest zuerst das ganze Verzeichnis und erklärt danach jede Änderung in einfachen Worten.
Die Übersetzung der Oberfläche ist vollständig, größere Lücken gibt es nur in der Anleitung.
Für die Prüfung von Straßennamen und Postleitzahlen genügt ein einziger Befehl.
Fehlermeldungen nennen Datei, Zeile und Spalte und schlagen eine Lösung vor.
""",
    "fr": """
L'agent vérifie les dépendances, résume les différences et propose un correctif déjà testé.
Les modèles de requêtes sont écrits en français et restent lisibles pour les débutants.
Une clé d'accès n'est jamais enregistrée dans le dépôt ni affichée à l'écran.
""",
    "es": """
El complemento añade habilidades para revisar código, escribir pruebas y documentar funciones.
Cada año publicamos una versión estable con cambios pequeños y bien explicados.
La búsqueda rápida encuentra también palabras sin acentos y errores de tecleo.
""",
    "vi": """
Công cụ này giúp lập trình viên kiểm tra mã nguồn và viết tài liệu bằng tiếng Việt.
Máy chủ trả lời nhanh hơn khi bộ nhớ đệm đã được khởi tạo.
""",
    "tr": """
Eklenti, değişiklikleri açıklar ve testleri çalıştırmadan önce onay ister.
İstanbul'daki ekip ışık hızında çalışan bir arama motoru geliştirdi.
""",
    "el": """
Ο πράκτορας διαβάζει ολόκληρο το αποθετήριο και εξηγεί κάθε αλλαγή με απλά λόγια.
Οι δοκιμές εκτελούνται αυτόματα και τα σφάλματα εμφανίζονται στα ελληνικά.
Η αναζήτηση βρίσκει λέξεις και χωρίς τόνους.
""",
    "ru": """
Агент читает весь репозиторий и объясняет каждое изменение простыми словами.
Проверка кода занимает несколько секунд, ёлки и ежи не мешают поиску.
Сервер хранит историю разговоров и умеет искать по содержимому файлов.
""",
    "uk": """
Набір навичок для перевірки коду, написання тестів і перекладу документації українською.
Її легко встановити однією командою, а налаштування зберігаються поруч із проєктом.
""",
    "he": """
הסוכן קורא את כל המאגר ומסביר כל שינוי במילים פשוטות.
הפקודה בודקת את הקוד ומציעה תיקון קטן וברור.
""",
    "ar": """
يقرأ الوكيل المستودع كاملاً ثم يشرح كل تغيير بكلمات بسيطة.
تعمل الأداة دون اتصال وتحفظ الإعدادات بجانب المشروع.
""",
    "hi": """
यह उपकरण कोड की समीक्षा करता है और हिंदी में सरल सुझाव देता है।
परीक्षण अपने आप चलते हैं और त्रुटियाँ साफ़ दिखाई देती हैं।
""",
    "th": """
เครื่องมือนี้ช่วยตรวจสอบโค้ดและเขียนเอกสารเป็นภาษาไทย
ผู้ช่วยอ่านทั้งโครงการก่อนเสนอการแก้ไข
""",
    "zh": """
该代理会先阅读整个代码仓库，然后用简单的语言解释每一处修改。
技能包支持图像生成、数据分析和文档翻译，安装只需一条命令。
搜索引擎在浏览器中运行，不需要服务器。
""",
    "ja": """
このエージェントはリポジトリ全体を読み、変更の理由をやさしい言葉で説明します。
画像生成AIとデータ分析のスキルを一つのコマンドで追加できます。
検索はブラウザの中だけで動き、サーバーは必要ありません。
""",
    "ko": """
에이전트는 저장소 전체를 읽고 모든 변경 사항을 쉬운 말로 설명합니다.
검색은 브라우저에서 실행되며 서버가 필요하지 않습니다.
""",
}

_SUBJECTS = [
    "review",
    "deploy",
    "test",
    "search",
    "image",
    "data",
    "memory",
    "security",
    "travel",
    "finance",
    "music",
    "design",
    "browser",
]
_KINDS = [
    "agents",
    "skills",
    "hooks",
    "tools",
    "commands",
    "server",
    "kit",
    "pack",
    "framework",
    "plugins",
    "assistant",
    "workbench",
]
_OWNERS = ("acme", "north-wind", "VoltWorks", "tinyTools", "openlab", "süd-labor", "日本開発")
_TAGS = [
    "python",
    "typescript",
    "rust",
    "testing",
    "ui",
    "mcp",
    "docs",
    "code-review",
    "data_science",
    "machine-learning",
    "日本語",
]


@cache
def sentences() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """English sentences, and sentences of other languages."""
    english = [*SENTENCES["en"].strip().splitlines(), *MORE_ENGLISH.read_text("utf-8").splitlines()]
    others = [line for name, text in SENTENCES.items() if name != "en" for line in text.strip().splitlines()]
    return tuple(english), tuple(others)


def made_documents(number: int, seed: int = 1) -> list[SearchDocument]:
    """Documents that resemble sources: most in English, a third with another language as well."""
    chance = random.Random(seed)  # noqa: S311 - made-up text is no secret
    english, others = sentences()
    made = []
    for ordinal in range(number):
        subject, kind = chance.choice(_SUBJECTS), chance.choice(_KINDS)
        style = chance.randrange(4)
        repo = (f"{subject}-{kind}", f"{subject}_{kind}", f"{subject}{kind.title()}", kind)[style]
        owner = chance.choice(_OWNERS)
        lines = chance.sample(english, chance.randint(1, 12))
        if chance.random() < 0.35:
            lines += chance.sample(others, chance.randint(1, 5))
        chance.shuffle(lines)
        made.append(
            SearchDocument(
                ordinal=ordinal,
                id=f"{subject}-{kind}-{ordinal}",
                name=chance.choice(
                    (f"{subject.title()} {kind.title()}", repo, others[ordinal % len(others)][:30])
                ),
                full_name=f"{owner}/{repo}",
                description=chance.choice(("", chance.choice(english), chance.choice(others))),
                repo_description=chance.choice(("", chance.choice(english))),
                tags=tuple(chance.sample(_TAGS, chance.randint(0, 4))),
                artifacts=tuple(
                    chance.choice(
                        (f"{chance.choice(_SUBJECTS)}-{chance.choice(_KINDS)}", subject.title() + "Er")
                    )
                    for _ in range(chance.randint(0, 6))
                ),
                readme="\n\n".join(lines) if chance.random() < 0.9 else "",
                trust=chance.randrange(4),
                freshness=chance.randrange(6),
            )
        )
    return made


def made_queries(documents: list[SearchDocument], number: int, seed: int = 2) -> list[str]:
    """Queries of one to four words of the documents: whole, begun, mistyped, made up, with odd signs."""
    chance = random.Random(seed)  # noqa: S311 - made-up text is no secret
    texts = [
        f"{d.name} {d.readme} {' '.join(d.tags)} {' '.join(d.artifacts)} {d.description}" for d in documents
    ]
    queries = []
    for _ in range(number):
        found = chance.choice(texts).split()
        words = []
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
            word = chance.choice(found)
            match chance.randrange(8):
                case 0 | 1:
                    word = word[: chance.randint(1, len(word))]
                case 2:
                    at = chance.randrange(len(word))
                    word = word[:at] + chance.choice(("", "e", word[at : at + 1] * 2)) + word[at + 1 :]
                case 3:
                    word = chance.choice(
                        (word.upper(), f"+{word}", f"{word}~1", f"name:{word}", f"{word}*", "'\"-")
                    )
            words.append(word)
        queries.append(" ".join(words))
    return queries
