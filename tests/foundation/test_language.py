"""Languages are told as the whole model tells them, from a file that every process reads in place."""

from pathlib import Path

import pytest

from wellheard.foundation.text import language_model
from wellheard.foundation.text.language import LANGUAGES, detect_language
from wellheard.foundation.text.language_tables import Tables

SAID = {
    "en": "The export of our invoices takes far too long every month.",
    "lt": "Kiekvieną mėnesį sąskaitų eksportas užtrunka per ilgai.",
    "zh": "每个月导出发票都要花很长时间。",
    "de": "Der Export unserer Rechnungen dauert jeden Monat viel zu lange.",
    "nl": "Het exporteren van onze facturen duurt elke maand veel te lang.",
    "it": "Ogni mese l'esportazione delle nostre fatture richiede troppo tempo.",
    "tr": "Faturalarımızı dışa aktarmak her ay çok uzun sürüyor.",
    "ja": "毎月、請求書のエクスポートに時間がかかりすぎます。",
    "ru": "Выгрузка наших счетов каждый месяц занимает слишком много времени.",
    "fr": "L'exportation de nos factures prend beaucoup trop de temps chaque mois.",
    "es": "La exportación de nuestras facturas tarda demasiado cada mes.",
    "pt": "A exportação das nossas faturas demora demasiado todos os meses.",
    "pl": "Eksport naszych faktur trwa co miesiąc zdecydowanie za długo.",
    "lv": "Mūsu rēķinu eksportēšana katru mēnesi aizņem pārāk ilgu laiku.",
    "et": "Meie arvete eksportimine võtab iga kuu liiga kaua aega.",
    "uk": "Вивантаження наших рахунків щомісяця триває надто довго.",
    "sv": "Exporten av våra fakturor tar alldeles för lång tid varje månad.",
    "fi": "Laskujemme vienti kestää joka kuukausi aivan liian kauan.",
    "cs": "Export našich faktur trvá každý měsíc příliš dlouho.",
    "ko": "매달 송장을 내보내는 데 시간이 너무 오래 걸립니다.",
}
ODD = [
    "",
    " ",
    "\x00",
    "12345",
    "HELLO, WORLD OF INVOICES",
    "\ud800 broken",
    "e\u0301te\u0301",
    "äöü" * 700,
    "Ёжик и " * 9,
]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_of_each_language_is_told(code: str) -> None:
    assert detect_language(SAID[code], otherwise="none") == code


def test_the_tables_say_what_the_whole_model_says(tmp_path: Path) -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(list(LANGUAGES))
    tables = Tables(memoryview(language_model.made(LANGUAGES)))
    words = {part for said in SAID.values() for part in [said, said.upper(), *said.split(), said[::-1], said[:12]]}

    for text in [*words, *ODD]:
        assert tables.best(text) == model.classify(text)[0], text


def test_the_file_is_made_once_and_anew_for_other_languages(tmp_path: Path) -> None:
    path = tmp_path / "languages.tables"
    made: list[tuple[str, ...]] = []

    def kept(*languages: str) -> Tables:
        def make() -> bytes:
            made.append(languages)
            return language_model.made(languages)

        return Tables.kept(path, title=language_model.title_of(languages), make=make)

    assert kept("de", "fr").best(SAID["de"]) == "de"
    assert kept("de", "fr").best(SAID["fr"]) == "fr"
    assert kept("it", "fr").best(SAID["it"]) == "it"

    assert made == [("de", "fr"), ("it", "fr")]
    assert [file.name for file in tmp_path.iterdir()] == ["languages.tables"]


@pytest.mark.parametrize("broken", [b"", b"something else"])
def test_a_broken_file_is_made_anew(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "languages.tables"
    path.write_bytes(broken)

    assert tables_at(path).best(SAID["lt"]) == "lt"
    assert path.stat().st_size > 1_000_000


def test_without_a_place_for_the_file_languages_are_told_all_the_same(tmp_path: Path) -> None:
    assert tables_at(tmp_path / "missing" / "languages.tables").best(SAID["lt"]) == "lt"


def tables_at(path: Path) -> Tables:
    return Tables.kept(
        path, title=language_model.title_of(("de", "lt")), make=lambda: language_model.made(("de", "lt"))
    )
