"""The closed lists of DESIGN §2, in the order in which people are shown them."""

from __future__ import annotations

from typing import Literal

MEDIA: tuple[str, ...] = (
    "organic_social",
    "paid_social",
    "website",
    "email",
    "digital_ads",
    "print",
    "ooh",
    "tv",
    "in_store",
    "packaging",
    "lookbook",
    "editorial",
    "internal",
)
ALL_MEDIA = "all"
WORLD = "001"

Exclusivity = Literal["none", "category", "full"]
EXCLUSIVITIES: tuple[Exclusivity, ...] = ("none", "category", "full")

CATEGORIES: tuple[str, ...] = tuple(
    "apparel outerwear activewear lingerie swimwear footwear accessories jewellery watches eyewear beauty fragrance"
    " skincare haircare food drink alcohol tobacco gambling tech automotive travel finance pharma politics adult fur"
    " other".split()
)

DEPICTIONS: tuple[str, ...] = ("skin_tone", "body_shape", "age", "ethnicity", "hair")
ORIGINS: tuple[str, ...] = ("digital_clone", "photograph", "generated")
REPRESENTED: tuple[str, ...] = ("none", "agent", "lawyer", "union")

MAX_TERM_MONTHS = 60

# ISO 3166-1 alpha-2, officially assigned (2026-01-01); the domain may not import pycountry.
COUNTRIES: frozenset[str] = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ"
    " CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO"
    " FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE"
    " JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO"
    " MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW"
    " PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM"
    " TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split()
)


def expand_media(codes: list[str] | tuple[str, ...] | frozenset[str]) -> tuple[str, ...]:
    """Every medium named, `all` opened up, in the order of `MEDIA`. Unknown codes are kept out."""
    wanted = set(codes)
    return MEDIA if ALL_MEDIA in wanted else tuple(code for code in MEDIA if code in wanted)
