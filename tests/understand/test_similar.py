"""Finding what says the same, in any language."""

from collections.abc import Iterator

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wellheard.understand import similar
from wellheard.understand.models import SearchDocument
from wellheard.understand.similar import Document, statistics

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": ["Photos fail to upload without signal", "Let me export the report to Excel", "The map is upside down"],
    "ru": ["Фотографии не загружаются без сети", "Выгрузка отчёта в Excel", "Карта перевёрнута"],
    "de": ["Fotos werden ohne Netz nicht hochgeladen", "Bericht nach Excel ausgeben", "Die Karte steht auf dem Kopf"],
    "lt": ["Nuotraukos neįkeliamos be ryšio", "Leiskite eksportuoti ataskaitą į Excel", "Žemėlapis apverstas"],
    "zh": ["没有信号时照片上传失败", "请支持将报告导出到 Excel", "地图是颠倒的"],
    "ja": ["電波がないと写真をアップロードできない", "レポートをExcelに出力したい", "地図が逆さまです"],
    "ko": ["신호가 없으면 사진이 업로드되지 않아요", "보고서를 엑셀로 내보내고 싶어요", "지도가 거꾸로예요"],
    "th": ["อัปโหลดรูปไม่ได้เมื่อไม่มีสัญญาณ", "ส่งออกรายงานเป็น Excel", "แผนที่กลับหัว"],
}


def _index_everything() -> None:
    documents = [
        Document("idea", number * 10 + place, text, language)
        for number, (language, texts) in enumerate(TEXTS.items())
        for place, text in enumerate(texts)
    ]
    similar.index_many(documents)


@pytest.mark.parametrize(
    ("asked", "language", "found"),
    [
        ("The photo I took was not uploaded", "en", TEXTS["en"][0]),
        ("exporting reports", "en", TEXTS["en"][1]),
        ("Не загружается фотография", "ru", TEXTS["ru"][0]),
        ("перевернутые карты", "ru", TEXTS["ru"][2]),
        ("Fotos ohne Netze", "de", TEXTS["de"][0]),
        ("ataskaitų eksportas", "lt", TEXTS["lt"][1]),
        ("照片无法上传", "zh", TEXTS["zh"][0]),
        ("写真のアップロード", "ja", TEXTS["ja"][0]),
        ("보고서 내보내기", "ko", TEXTS["ko"][1]),
        ("แผนที่ผิด", "th", TEXTS["th"][2]),
    ],
)
def test_other_forms_of_a_word_are_found_in_each_language(asked: str, language: str, found: str) -> None:
    _index_everything()

    best = similar.find(asked, kind="idea", language=language)[0]

    assert _text(best.object_id) == found
    assert 0 < best.score <= 1


def test_the_language_need_not_be_named() -> None:
    _index_everything()

    assert _text(similar.find("照片无法上传", kind="idea")[0].object_id) == TEXTS["zh"][0]
    assert _text(similar.find("uploads", kind="idea")[0].object_id) == TEXTS["en"][0]


def test_nothing_in_common_finds_nothing() -> None:
    _index_everything()

    assert similar.find("quarterly invoices", kind="idea") == []
    assert similar.find("", kind="idea") == []
    assert similar.find("the and of", kind="idea", language="en") == []
    assert similar.find("photos", kind="feedback") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pho", TEXTS["en"][0]),
        ("export rep", TEXTS["en"][1]),
        ("фотографии не заг", TEXTS["ru"][0]),
        ("颠倒", TEXTS["zh"][2]),
        ("颠", TEXTS["zh"][2]),
        ("写真", TEXTS["ja"][0]),
        ("Ｅｘｃｅｌ ataskaitą", TEXTS["lt"][1]),
    ],
)
def test_words_are_found_while_they_are_typed(typed: str, found: str) -> None:
    _index_everything()

    matches = similar.search(typed, kind="idea")

    assert found in [_text(match.object_id) for match in matches]


def test_all_typed_words_are_wanted_and_runs_stay_together() -> None:
    _index_everything()

    assert similar.search("photos excel", kind="idea") == []
    assert similar.search("倒颠", kind="idea") == []


def test_words_brought_up_to_date_replace_the_old_ones() -> None:
    similar.index(kind="idea", object_id=1, text="Offline photos")
    similar.index(kind="idea", object_id=1, text="Dark theme")

    assert similar.find("photos", kind="idea", language="en") == []
    assert [match.object_id for match in similar.find("theme", kind="idea", language="en")] == [1]


def test_indexing_the_same_again_writes_nothing() -> None:
    documents = [Document("idea", number, f"Idea about word{number}", "en") for number in range(1200)]

    assert similar.index_many(documents) == 1200
    assert similar.index_many(documents) == 0


def test_the_last_text_of_a_thing_counts_within_one_batch() -> None:
    similar.index_many([Document("idea", 1, "Offline photos", "en"), Document("idea", 1, "Dark theme", "en")])

    assert SearchDocument.objects.count() == 1
    assert similar.find("theme", kind="idea", language="en")


def test_what_is_forgotten_is_not_found() -> None:
    similar.index(kind="idea", object_id=1, text="Offline photos", language="en")
    similar.forget(kind="idea", object_ids=[1])

    assert similar.find("photos", kind="idea", language="en") == []


@pytest.fixture
def _counted_anew(db: None) -> Iterator[None]:
    """Let PostgreSQL count that nothing is left: how many texts it counted stands even when all else is rolled back."""
    yield
    SearchDocument.objects.all().delete()
    statistics.recount()


@pytest.mark.usefixtures("_counted_anew")
def test_a_rare_word_tells_more_than_a_common_one() -> None:
    similar.index_many([Document("idea", number, f"card payment number{number}", "en") for number in range(100)])
    similar.index_many([Document("idea", 500, "card swallowed", "en")])
    statistics.recount()

    assert similar.find("swallowed card payment", kind="idea", language="en")[0].object_id == 500
    assert statistics.current().weight(["card"]) < statistics.current().weight(["swallow"])


@pytest.fixture
def _ten_thousand_texts(_counted_anew: None) -> None:
    """Put in ten thousand texts: the first seven thousand with two common words, all others with one of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO understand_searchdocument (kind, object_id, language, content_hash, vector)
            SELECT 'feedback', number, 'en', '',
                   to_tsvector('simple', CASE WHEN number <= 7000 THEN 'login slow' ELSE 'login' END)
            FROM generate_series(1, 10000) AS number
            """
        )
    statistics.recount()


@pytest.mark.usefixtures("_ten_thousand_texts")
@pytest.mark.parametrize(("typed", "latest"), [("login", 10_000), ("login slow", 7_000)])
def test_of_what_holds_common_words_the_latest_is_found(typed: str, latest: int) -> None:
    found = {match.object_id for match in similar.search(typed, kind="feedback", limit=500)}

    assert latest in found


@pytest.mark.usefixtures("_ten_thousand_texts")
def test_common_words_that_only_older_texts_hold_are_found_as_often_as_asked() -> None:
    assert len(similar.search("login slow", kind="feedback", limit=2_000)) == 2_000


@given(text=st.text(st.characters(exclude_categories=()), max_size=120))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_indexed_asked_and_typed(text: str) -> None:
    similar.index(kind="idea", object_id=1, text=text)
    similar.find(text, kind="idea")
    similar.search(text, kind="idea")


@pytest.mark.parametrize(
    "typed", ["'", "\\", "a' & !b", "a\\'", "'; DROP TABLE x", "a:*", "!!", "(", "<->", "𠮷野家", "%s", "{}"]
)
def test_signs_of_the_query_language_are_only_text(typed: str) -> None:
    similar.index(kind="idea", object_id=1, text=typed)

    similar.find(typed, kind="idea")
    similar.search(typed, kind="idea")


def _text(object_id: int) -> str:
    number, place = divmod(object_id, 10)
    return list(TEXTS.values())[number][place]


@pytest.mark.usefixtures("_counted_anew")
def test_ideas_are_looked_for_past_all_feedback() -> None:
    similar.index_many(
        Document(kind, number, "A zither on the roof" if number % 500 == 0 else "Photos in the cellar", "en")
        for kind in ("feedback", "idea")
        for number in range(2_000)
    )
    statistics.recount()

    rows = SearchDocument.objects.filter(vector=SearchQuery("zither", search_type="raw", config="simple"), kind="idea")

    assert "on search_document_others" in rows.explain()


def test_several_texts_asked_at_once_find_what_each_finds_alone() -> None:
    _index_everything()
    asked = ["Photos do not upload", "", "Excel", "nothing like it whatsoever qqq"]
    alone = [similar.find(text, kind="idea", limit=3) for text in asked]
    assert alone[0]
    assert similar.find_each(asked, kind="idea", limit=3) == alone
