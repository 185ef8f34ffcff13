"""What the grammar of sentences promises. Every sentence here was made up for these tests."""

from __future__ import annotations

import pytest
from hazm import Conjugation
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate import annotate
from kg.model import Article, Sentence, Status, Token
from kg.persian import squash
from kg.phrases import (
    Aspect,
    Modality,
    Mood,
    NounPhrase,
    Tense,
    VerbGroup,
    clauses_of,
    load_grammar,
    noun_phrases,
    prepositional_phrases,
    restored,
    status_of,
    verb_groups,
)

GRAMMAR = load_grammar()


def tagged(text: str) -> Sentence:
    """A sentence out of «word/POS», with «+» behind the POS for an ezafe."""
    tokens = []
    for word in text.split():
        form, _, pos = word.rpartition("/")
        start = tokens[-1].end + 1 if tokens else 0
        is_ezafe = pos.endswith("+")
        tokens.append(Token(start, start + len(form), form, TAGS[pos.rstrip("+")], is_ezafe))
    return Sentence(0, tokens[-1].end, tuple(tokens))


TAGS = {
    "n": "NOUN",
    "N": "PROPN",
    "a": "ADJ",
    "v": "VERB",
    "x": "AUX",
    "p": "ADP",
    "c": "CCONJ",
    "s": "SCONJ",
    "d": "DET",
    "r": "PRON",
    "b": "ADV",
    "0": "NUM",
    ".": "PUNCT",
}


def words(sentence: Sentence, places: tuple[int, ...] | range) -> str:
    return " ".join(sentence.tokens[at].text for at in places)


# ── forms ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "lemma", "tense", "aspect", "mood", "who"),
    [
        ("گفت", "گفت#گو", "past", "simple", "indicative", "3 singular"),
        ("نمی‌گویند", "گفت#گو", "present", "imperfective", "indicative", "not 3 plural"),
        ("می‌رفتیم", "رفت#رو", "past", "imperfective", "indicative", "1 plural"),
        ("نیاید", "آمد#آ", "present", "simple", "subjunctive", "not 3 singular"),
        ("بیفتد", "افتاد#افت", "present", "simple", "subjunctive", "3 singular"),
        ("بایستد", "ایستاد#ایست", "present", "simple", "subjunctive", "3 singular"),
        ("رسیده‌اند", "رسید#رس", "present", "perfect", "indicative", "3 plural"),
        ("شوند", "شد#شو", "present", "simple", "subjunctive", "3 plural"),
        ("برنمی‌گردد", "برگشت#برگرد", "present", "imperfective", "indicative", "not 3 singular"),
        ("نیست", "بود#باش", "present", "simple", "indicative", "not 3 singular"),
        ("نداریم", "داشت#دار", "present", "simple", "indicative", "not 1 plural"),
        ("گردید", "گردید#گرد", "past", "simple", "indicative", "3 singular"),
    ],
)
def test_a_form_is_known_with_what_it_says(form, lemma, tense, aspect, mood, who):
    found, inflection = GRAMMAR.forms[squash(form)]
    assert found == lemma
    assert (inflection.tense, inflection.aspect, inflection.mood) == (tense, aspect, mood)
    number = "plural" if inflection.is_plural else "singular"
    assert who == ("not " if inflection.is_negated else "") + f"{inflection.person} {number}"


@pytest.mark.parametrize("lemma", ["گفت#گوی", "داد#ده", "رفت#رو", "نوشت#نویس", "ساخت#ساز", "دید#بین"])
def test_forms_of_one_word_are_those_of_hazm(lemma):
    past, present = lemma.split("#")
    hazm = Conjugation()
    forms = [
        *hazm.perfective_past(past),
        *hazm.negative_imperfective_past(past),
        *hazm.imperfective_present(present),
    ]
    assert all(squash(form) in GRAMMAR.forms for form in forms)


# ── verb groups ───────────────────────────────────────────────────────────────


def only_verb(text: str) -> tuple[Sentence, VerbGroup]:
    sentence = tagged(text)
    [verb] = verb_groups(sentence, GRAMMAR)
    return sentence, verb


@pytest.mark.parametrize(
    ("text", "group", "light", "lemma", "tense"),
    [
        ("جشن/n برگزار/a شد/v", "برگزار شد", "برگزار", "شد#شو", Tense.PAST),
        ("جشن/n برگزار/a خواهد/x شد/v", "برگزار خواهد شد", "برگزار", "شد#شو", Tense.FUTURE),
        ("خدمات/n ارائه/n می‌شود/v", "ارائه می‌شود", "ارائه", "شد#شو", Tense.PRESENT),
        ("او/r در/p جلسه/n حضور/n داشت/v", "حضور داشت", "حضور", "داشت#دار", Tense.PAST),
        ("لایحه/n به/p تصویب/n رسید/v", "به تصویب رسید", "به تصویب", "رسید#رس", Tense.PAST),
        ("این/d سخن/n گفته/v شده/v است/x", "گفته شده است", "", "گفت#گو", Tense.PRESENT),
        ("این/d سخن/n گفته‌شده/a است/x", "گفته‌شده است", "", "گفت#گو", Tense.PRESENT),
        ("آمار/n نشان/n داده/v خواهد/x شد/v", "نشان داده خواهد شد", "نشان", "داد#ده", Tense.FUTURE),
        ("می‌توان/x به/p نکته‌ها/n اشاره/n کرد/v", "می‌توان اشاره کرد", "اشاره", "کرد#کن", Tense.PRESENT),
        ("باید/x پل/n را/p تعمیر/n کند/v", "باید تعمیر کند", "تعمیر", "کرد#کن", Tense.PRESENT),
        ("او/r داشت/x می‌رفت/v", "داشت می‌رفت", "", "رفت#رو", Tense.PAST),
        ("طرح/n بررسی/n و/c تصویب/n شد/v", "بررسی و تصویب شد", "بررسی و تصویب", "شد#شو", Tense.PAST),
        ("پدر/n سخن/n گفت/v", "سخن گفت", "سخن", "گفت#گو", Tense.PAST),
        ("پل/n بازسازی/n خواهدشد/v", "بازسازی خواهدشد", "بازسازی", "شد#شو", Tense.FUTURE),
    ],
)
def test_a_verb_group_is_found_over_its_gaps(text, group, light, lemma, tense):
    sentence, verb = only_verb(text)
    assert words(sentence, verb.tokens) == group
    assert words(sentence, verb.light) == light
    assert (verb.lemma, verb.tense) == (lemma, tense)


def test_what_a_verb_says():
    _, verb = only_verb("پروژه‌ها/n ساخته/v نشده/v بودند/x")
    assert (verb.tense, verb.aspect, verb.is_negated, verb.is_passive) == (
        Tense.PAST,
        Aspect.PERFECT,
        True,
        True,
    )
    assert (verb.person, verb.is_plural) == (3, True)
    _, verb = only_verb("ما/r نباید/x پل/n را/p ببندیم/v")
    assert (verb.mood, verb.is_negated, verb.modality) == (Mood.SUBJUNCTIVE, True, Modality.OBLIGATION)


def test_a_participle_that_hangs_on_a_noun_is_no_verb():
    _, verb = only_verb("نرخ/n+ توافق/n شده/v کافی/a است/x")
    assert verb.lemma == "بود#باش"


# ── noun phrases ──────────────────────────────────────────────────────────────


def tree(phrase: NounPhrase, sentence: Sentence) -> str:
    """A phrase as text: «head [part] [part] & conjunct»."""
    head = words(sentence, (*phrase.determiners, *phrase.numerals, phrase.head, *phrase.name))
    parts = "".join(f" [{tree(part, sentence)}]" for part in phrase.parts)
    return head + parts + "".join(f" & {tree(one, sentence)}" for one in phrase.conjuncts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سازمان/n+ فرهنگی/a+ شهرداری/n+ تبریز/N", "سازمان [فرهنگی] [شهرداری [تبریز]]"),
        ("معاون/n+ شهردار/n و/c رئیس/n+ سازمان/n", "معاون [شهردار] & رئیس [سازمان]"),
        ("بانک‌های/n+ ملت/N و/c صادرات/N", "بانک‌های [ملت & صادرات]"),
        ("معاون/n+ فرهنگی/a و/c اجتماعی/a+ شهردار/n", "معاون [فرهنگی & اجتماعی] [شهردار]"),
        ("استان‌های/n+ تهران/N ،/. البرز/N و/c قم/N", "استان‌های [تهران & البرز & قم]"),
        ("این/d دو/0 پل/n+ قدیمی/a", "این دو پل [قدیمی]"),
        ("نخستین/a همایش/n+ تاریخ/n", "نخستین همایش [تاریخ]"),
        ("احمد/N حمیدی/N", "احمد حمیدی"),
    ],
)
def test_a_noun_phrase_is_a_tree(text, expected):
    sentence = tagged(text)
    [phrase] = noun_phrases(sentence, GRAMMAR)
    assert tree(phrase, sentence) == expected
    assert (phrase.first, phrase.last) == (0, len(sentence.tokens))


def test_a_clause_may_follow_a_noun():
    sentence = tagged("پلی/n که/s بسته/v بود/x")
    assert noun_phrases(sentence, GRAMMAR)[0].is_relative


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بانک‌های/n+ ملت/N و/c صادرات/N", ["بانک ملت", "بانک صادرات"]),
        ("وزیران/n+ کشور/n و/c دادگستری/n", ["وزیر کشور", "وزیر دادگستری"]),
        (
            "معاونت‌های/n+ فرهنگی/a و/c اجتماعی/a+ شهرداری/n",
            ["معاونت فرهنگی شهرداری", "معاونت اجتماعی شهرداری"],
        ),
        ("معاون/n+ شهردار/n و/c رئیس/n+ سازمان/n+ ورزش/n", ["معاون شهردار", "رئیس سازمان ورزش"]),
        ("عضو/n و/c رئیس/n+ کمیته/n", ["عضو کمیته", "رئیس کمیته"]),
        ("سازمان/n+ فرهنگی/a ،/. اجتماعی/a و/c ورزشی/a", ["سازمان فرهنگی، اجتماعی و ورزشی"]),
    ],
)
def test_joined_names_are_restored(text, expected):
    sentence = tagged(text)
    [phrase] = noun_phrases(sentence, GRAMMAR)
    assert restored(phrase, sentence, GRAMMAR) == expected


def test_prepositions_of_several_words_are_one():
    sentence = tagged("به/p منظور/n+ معرفی/n+ شهر/n با/p حضور/n+ شهردار/n از/p تهران/N آمدند/v")
    found = prepositional_phrases(sentence, GRAMMAR)
    assert [(p.preposition, words(sentence, range(p.noun.first, p.last))) for p in found] == [
        ("به منظور", "معرفی شهر"),
        ("با حضور", "شهردار"),
        ("از", "تهران"),
    ]


# ── clauses and status ────────────────────────────────────────────────────────

# the words in brackets are asked for
STATUSES = {
    Status.STATED: """
        شهردار تبریز [پل جدید] را افتتاح کرد.
        این مراسم با حضور [معاون شهردار] برگزار شد.
        لایحه [بودجه] در مجلس به تصویب رسید.
        گفته می‌شود پل بسته است، اما [جاده] باز شد.
        شهردار گفت که [پل] افتتاح شده است.
        وی افزود: [کتابخانه] سال گذشته ساخته شد و کتاب‌ها خریداری شده است.
        شهردار توانست [پل] را بسازد.
        تیم شهر موفق شد [جام] را به دست آورد.
        این خشکسالی باعث شد [کشاورزان] به شهر بیایند.
        شکی نیست که [این کتابخانه] ساخته شده است.
        نه تنها [پل] افتتاح شد، بلکه جاده هم آسفالت شد.
        اگرچه هوا سرد بود، [مردم] در مراسم شرکت کردند.
        اگر باران ببارد، مدرسه تعطیل می‌شود، اما [دانشگاه] باز است.
        [پلی] که قرار است تعمیر شود، سال گذشته بسته شد.
        قرار است پلی که [سال گذشته] ساخته شد، تعمیر شود.
        این پل افتتاح نشد، ولی [جاده] آسفالت شد.
        [شهردار] خواستار برگزاری همایش شد.
        [سخنگوی دولت] برگزاری جلسه را تکذیب کرد.
        [وزیر] وعده داد که بیمارستان ساخته شود.
        وقتی باران بارید، [مردم] به خانه رفتند.
        [بیست پزشک] در این بیمارستان کار می‌کنند.
        شهرداری [سیصد واحد] مسکونی ساخته است و باید دویست واحد دیگر بسازد.
        [نشست خبری رئیس دانشگاه] در تالار مرکزی
        با بیان اینکه [مدرسه] ساخته شده است، گفت: باید کلاس‌ها آماده شوند.
        این کارخانه [پانصد کارگر] دارد.
        وی در حالی که لبخند می‌زد، [جایزه] را گرفت.
        دانشگاه پس از آنکه [دانشجویان] آمدند، باز شد.
    """,
    Status.PLANNED: """
        این طرح [هفته آینده] اجرا خواهد شد.
        شهردار باید [این خیابان] را آسفالت کند.
        قرار است [پل جدید] تا پایان سال افتتاح شود.
        [پل جدید] قرار است تا پایان سال افتتاح شود.
        قرار بود [این سالن] پارسال ساخته شود.
        لازم است [پزشکان] به روستا بروند.
        امیدواریم [این بیمارستان] به زودی ساخته شود.
        وی ابراز امیدواری کرد که [کارخانه] دوباره باز شود.
        وزیر وعده داد که [صد مدرسه] بسازد.
        شهرداری در نظر دارد [پارک تازه‌ای] بسازد.
        شورای شهر تصمیم گرفت [میدان] را بازسازی کند.
        [جشنواره] فردا برگزار می‌شود.
        رئیس دانشگاه خواستار [برگزاری همایش] شد.
        وی بر لزوم [ساخت درمانگاه] تأکید کرد.
        شهرداری برای آنکه [مردم] آسوده باشند، خیابان را بست.
        [این سامانه] می‌تواند هزار نفر را پوشش دهد.
        ممکن است [برف] ببارد.
        کاش [این پل] را می‌ساختند.
        مدیران موظف هستند [گزارش] بدهند.
        وی از مردم خواست تا [خانه‌ها] را ترک کنند.
        پیش‌بینی می‌شود [دو هزار نفر] در این همایش شرکت کنند.
        [کارخانه] در آینده نزدیک ساخته و افتتاح خواهد شد.
        در کارگاه باید [کتاب‌ها] جمع‌آوری شده و به مدرسه فرستاده شود.
        تلاش برای [آزادی زندانیان] ادامه دارد.
        ان‌شاءالله [بیمارستان] در سال آینده افتتاح می‌شود.
        نمایندگان پیشنهاد دادند که [مالیات] کم شود.
    """,
    Status.DENIED: """
        [این طرح] اجرا نشد.
        [پل] هنوز افتتاح نشده است.
        هیچ‌گاه [چنین قراردادی] امضا نکرده‌ایم.
        [این طرح] اجرا نخواهد شد.
        شهرداری نتوانست [میدان] را بازسازی کند.
        قرار نیست [کارمندان] اخراج شوند.
        وزیر اجازه نداد [قرارداد] امضا شود.
        سخنگوی دولت [برگزاری جلسه] را تکذیب کرد.
        وی تکذیب کرد که [نماینده شهر] استعفا داده است.
        [جشنواره تابستان] لغو شد.
        به دلیل عدم [پرداخت حقوق]، کارگران اعتراض کردند.
        پلیس از [برگزاری تجمع] جلوگیری کرد.
        او بدون آنکه [مدرک] داشته باشد، استخدام شد.
        [این شهر] بیمارستان ندارد.
        نه پل ساخته شد و نه [جاده] آسفالت شد.
        شهروندان نمی‌توانند [خودرو] وارد کنند.
    """,
    Status.CONDITIONAL: """
        اگر [باران] ببارد، مدرسه‌ها تعطیل می‌شوند.
        اگر باران ببارد، [مدرسه‌ها] تعطیل می‌شوند.
        در صورتی که بودجه برسد، [پل] را می‌سازیم و جاده آسفالت می‌شود.
        در صورتی که بودجه برسد، پل را می‌سازیم و [جاده] آسفالت می‌شود.
        در صورت تصویب شورا، [پل] ساخته می‌شود.
        [پل] ساخته می‌شود، اگر بودجه برسد.
        شهردار گفت: چنانچه [پیمانکار] نیاید، قرارداد فسخ می‌شود.
        وی اگر [نامه] را می‌خواند، به جلسه می‌آمد.
        وی افزود که اگر مردم همکاری کنند، [آب] قطع نمی‌شود.
        آیا [رئیس بانک] استعفا داده است؟
        [خودروها] به شرطی وارد می‌شوند که مالیات بدهند.
        هرگاه [برق] قطع شود، موتور روشن می‌شود.
    """,
    Status.REPORTED: """
        گفته می‌شود [سه نفر] در این حادثه کشته شده‌اند.
        ظاهراً [مدیر مدرسه] عوض شده است.
        گویا [پل] دیروز بسته شده است.
        به ادعای این گروه، [پنجاه سرباز] کشته شدند.
        وی مدعی شد که [شرکت] ورشکسته شده است.
        شایعه شده است که [این بازیکن] به تیم دیگری رفته است.
        احتمالاً [مهاجمان] دیشب از شهر گریختند.
        به نظر می‌رسد [خانه] خالی است.
        شنیده می‌شود که [سرمربی] استعفا داده است.
    """,
}


def asked(marked: str) -> Status:
    """The status of the words in brackets."""
    first, last = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    [sentence] = annotate(Article("a", text)).sentences
    inside = [i for i, t in enumerate(sentence.tokens) if first < t.end and t.start < last]
    return status_of(sentence, inside[0], inside[-1] + 1, GRAMMAR)


def test_status_is_that_of_the_governing_clause():
    """At most one in twenty may be wrong: the tags are those of our tagger, which may err."""
    cases = [
        (status, line.strip()) for status, text in STATUSES.items() for line in text.strip().splitlines()
    ]
    wrong = [(status, text, asked(text)) for status, text in cases if asked(text) is not status]
    assert len(cases) >= 90
    assert len(wrong) <= len(cases) / 20, wrong


@pytest.mark.parametrize(
    ("text", "first", "status"),
    [
        ("پل/n ساخته/v شد/v", 0, Status.STATED),
        ("پل/n ساخته/v نخواهد/x شد/v", 0, Status.DENIED),
        ("پل/n ساخته/v خواهد/x شد/v", 0, Status.PLANNED),
        ("قرار/n است/x پل/n ساخته/v شود/v", 2, Status.PLANNED),
        ("قرار/n نیست/x پل/n ساخته/v شود/v", 2, Status.DENIED),
        ("اگر/s باران/n ببارد/v ،/. مدرسه/n بسته/v می‌شود/v", 4, Status.CONDITIONAL),
        ("مدعی/a شد/v که/s پل/n ساخته/v شده/v است/x", 3, Status.REPORTED),
        ("شهردار/n توانست/v پل/n را/p بسازد/v", 2, Status.STATED),
        ("شهردار/n می‌تواند/v پل/n را/p بسازد/v", 2, Status.PLANNED),
        ("عدم/n+ پرداخت/n+ وام/n دیده/v شد/v", 1, Status.DENIED),
        ("لزوم/n+ ساخت/n+ پل/n", 1, Status.PLANNED),
    ],
)
def test_status_on_sure_tags(text, first, status):
    sentence = tagged(text)
    assert status_of(sentence, first, first + 1, GRAMMAR) is status


def test_a_clause_goes_on_behind_the_one_that_breaks_it():
    sentence = tagged("پلی/n که/s پارسال/b ساخته/v شد/v ،/. بسته/v است/x ./.")
    outer, inner = clauses_of(sentence, GRAMMAR).clauses
    assert words(sentence, outer.tokens) == "پلی بسته است ."
    assert (inner.link, inner.above) == ("relative", 0)


def test_a_sentence_without_verb_is_one_clause():
    sentence = tagged("نشست/n+ خبری/a+ رئیس/n+ دانشگاه/n")
    [clause] = clauses_of(sentence, GRAMMAR).clauses
    assert (clause.verb, clause.status) == (None, Status.STATED)


# ── laws ──────────────────────────────────────────────────────────────────────

VOCABULARY = (
    "پل شهر رئیس بانک‌های ملت که اگر تا و ، : « » شد است خواهد نشد باید گفت گفته "
    "کند می‌شود قرار لزوم به در منظور را این ۵ خوب ."
)
SENTENCES = st.lists(
    st.tuples(
        st.sampled_from(VOCABULARY.split()), st.sampled_from(sorted(set(TAGS.values()))), st.booleans()
    ),
    min_size=1,
    max_size=30,
).map(lambda rows: Sentence(0, len(rows), tuple(Token(i, i + 1, *row) for i, row in enumerate(rows))))


@given(SENTENCES)
@settings(max_examples=300, deadline=None)
def test_any_sentence_is_read(sentence):
    """Whatever the words and tags: each token has one clause, phrases do not overlap, groups ascend."""
    size = len(sentence.tokens)
    verbs = verb_groups(sentence, GRAMMAR)
    found = clauses_of(sentence, GRAMMAR)
    assert sorted(at for clause in found.clauses for at in clause.tokens) == list(range(size))
    assert all(verb.tokens == tuple(sorted(set(verb.tokens))) for verb in verbs)
    assert all(clause.above != index for index, clause in enumerate(found.clauses))
    end = 0
    for phrase in noun_phrases(sentence, GRAMMAR):
        assert end <= phrase.first <= phrase.head < phrase.last <= size
        assert all(phrase.first <= one.first and one.last <= phrase.last for one in phrase.phrases())
        assert restored(phrase, sentence, GRAMMAR)
        end = phrase.last
    assert all(isinstance(status_of(sentence, at, at + 1, GRAMMAR), Status) for at in range(size))
    assert all(p.last <= size for p in prepositional_phrases(sentence, GRAMMAR))
