"""Lines that are no product: postage, fees, discounts, vouchers, corrections, totals. Judged item by item.

Words alone don't decide: a carriage clock is sold, and so is what has the code DOT where codes look like that. An item
is a charge if its code is unlike the products' codes and code or name speak of one, or if its name speaks of nothing
else. Names are compared without case, accents and punctuation, in English, German, French, Italian and Spanish.
"""

import re
from collections.abc import Sequence

import numpy as np

from core.history.coded import Coded, Mask, most_frequent
from core.history.headers import words, wordset

_SURE = wordset(
    "postage shipping freight charge charges fee fees surcharge surcharges commission voucher vouchers",
    "versandkosten versand portokosten fracht frachtkosten transportkosten verpackungskosten zuschlag",
    "mindermengenzuschlag gebuhr gebuhren bearbeitungsgebuhr nachnahmegebuhr mahngebuhr lieferkosten provision",
    "rabatt skonto gutschein affranchissement remise rabais frais",
    "spedizione sconto buono commissione commissioni spese envio portes descuento comision comisiones gastos",
)
_PERHAPS = wordset(
    "post carriage delivery discount discounts manual sample samples adjust adjustment adjustments",
    "debt debts handling insurance deposit refund tax vat packing packaging dotcom rounding write",
    "porto transport pfand muster korrektur rundung mwst versicherung lieferung verpackung",
    "port livraison consigne bon arrondi tva echantillon echantillons avoir emballage",
    "trasporto campione campioni cauzione iva arrotondamento corriere",
    "muestra muestras vale ajuste redondeo seguro transporte deposito",
)
_FILLER = wordset(
    "and of for the to de di du des d von und fur la le les el los e y et per next day express standard bank amazon",
    "ebay paypal dhl ups dpd dotcom cost costs kosten gift bad uk international domestic service servizio",
)
_SURE_CODES = wordset(
    "post postage shipping freight carriage versand versandkosten fracht frachtkosten amazonfee bankcharges bankcharge",
    "fee fees discount rabatt remise sconto descuento voucher giftvoucher giftcard gutschein adjust adjustment manual",
    "handling surcharge spedizione spesespedizione envio gastosdeenvio portes fraisdeport insurance shippingfee",
    "deliveryfee shippingcost shippingcosts deliverycharge mindermengenzuschlag skonto rounding dotcompostage",
)
_SHORT_CODES = wordset("m d s b c2 c3 dot cruk ship porto port transport")
_TOTALS = wordset(
    "total totals grandtotal subtotal sum summe gesamt gesamtsumme gesamtergebnis zwischensumme insgesamt",
    "totalgeneral totalegenerale totalgenerale totale totaux somme suma",
)
_RARE, _USUAL, _MOSTLY, _LEAST_SHARE = 0.05, 3, 0.6, 1 / 3


def is_charge(item: Coded, name: Coded | None, trusted: Mask) -> Mask:
    """Lines whose item is a charge, a correction or a total. `trusted`: lines whose names are taken before others'."""
    names = _names(item, name, trusted)
    named = name is not None
    codes = ["".join(words(str(code))) for code in item.words]
    told = [words(each) for each in names]
    suspect = _SURE_CODES | _SHORT_CODES
    speaks = [code in suspect or _speaks(each) for code, each in zip(codes, told, strict=True)]
    unlike, numbered = _unlike_products(item, np.array(speaks, dtype=bool))
    verdicts = [
        _is_one(code, each, bool(odd), named, numbered) for code, each, odd in zip(codes, told, unlike, strict=True)
    ]
    return np.array(verdicts, dtype=bool)[item.codes]


def _names(item: Coded, name: Coded | None, trusted: Mask) -> list[str]:
    """What each item is called most often; items without a name column by their code."""
    if name is None:
        return [str(code) for code in item.words]
    count = len(item.words)
    first, any_line = most_frequent(item.codes, name, count, trusted), most_frequent(item.codes, name, count)
    return [str(best or other) for best, other in zip(first, any_line, strict=True)]


def _is_one(code: str, name: Sequence[str], unlike: bool, named: bool, numbered: bool) -> bool:
    spoken, sure, hits = _counts(name)
    if code in _TOTALS:
        return True
    if code in _SURE_CODES and (hits or not spoken or not named):
        return True
    if unlike and _speaks(name):
        return True
    if code in _SHORT_CODES and unlike and numbered and not (named and spoken):
        return True
    return bool(hits) and (sure > 0 or len(spoken) > 1) and _speaks_of_nothing_else(spoken)


def _speaks(name: Sequence[str]) -> bool:
    """Whether a name holds a word that charges alone have, or mostly words that they may have."""
    spoken, sure, hits = _counts(name)
    return sure > 0 or hits > _LEAST_SHARE * len(spoken)


def _counts(name: Sequence[str]) -> tuple[list[str], int, int]:
    """The words of a name without its figures, how many only charges have, and how many charges may have."""
    spoken = [word for word in name if not word.isdigit()]
    sure = sum(word in _SURE for word in spoken)
    return spoken, sure, sure + sum(word in _PERHAPS for word in spoken)


def _speaks_of_nothing_else(spoken: Sequence[str]) -> bool:
    return all(word in _SURE or word in _PERHAPS or word in _FILLER for word in spoken)


def _unlike_products(item: Coded, speaks: Mask) -> tuple[Mask, bool]:
    """Which items have a code shaped like few products' codes, and whether most of those hold digits.

    The shape is the pattern of letters and digits: 85123A and 22063B are alike, POST isn't. What sounds like a charge
    (`speaks`) has no say in what products look like.
    """
    shapes = np.array([_shape(str(word)) for word in item.words], dtype=object)
    kinds, place, times = np.unique(shapes[~speaks].astype(str), return_inverse=True, return_counts=True)
    if not len(kinds):
        return np.zeros(len(shapes), dtype=bool), False
    items = dict(zip(kinds.tolist(), times.tolist(), strict=True))
    numbered = sum(count for shape, count in items.items() if "9" in shape)
    few = max(_RARE * len(place), 1.0 if times.max() >= _USUAL else 0.0)
    return np.array([items.get(shape, 0) <= few for shape in shapes], dtype=bool), numbered > _MOSTLY * len(place)


def _shape(code: str) -> str:
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", code.strip()))
