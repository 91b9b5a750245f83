"""What people call their columns, in five languages: English, German, French, Italian, Spanish.

Each role has three tiers of headings, surest first, and words that speak against it. Headings are compared without
case, accents and punctuation; a tier is one text with the headings between bars.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["date", "number", "text", "any"]


@dataclass(frozen=True)
class Role:
    """What a column can be. `sure`, `likely`, `perhaps`: headings by tier; `against`: words that rule it out."""

    name: str
    label: str
    kind: Kind
    sure: str
    likely: str = ""
    perhaps: str = ""
    against: str = ""
    required: bool = False


def _by_name(*roles: Role) -> Mapping[str, Role]:
    return {role.name: role for role in roles}


_ITEM = Role(
    "item", "Item", "text",
    "item|sku|stock code|item code|item number|item no|item id|item sku|product code|product id|product number|"
    "product no|article number|article no|article code|article id|part number|part no|part|sku id|sku code|"
    "asin|ean|gtin|upc|material number|artikelnummer|artikelnr|artikel nr|art nr|artnr|artikelcode|artikel id|"
    "materialnummer|teilenummer|produktnummer|sachnummer|produkt id|pzn|code article|reference article|"
    "ref article|reference produit|code produit|codice articolo|codice prodotto|cod articolo|cod art|"
    "codigo articulo|codigo de articulo|codigo producto|codigo de producto|cod producto|ref producto",
    "product|article|artikel|produkt|material|reference|ref|codice|articolo|prodotto|codigo|articulo|producto|"
    "produit|referencia|plu|code|barcode|isbn|store item|stock id|sku number",
    "nummer|items|products|goods|ware|warennummer|catalog number",
    "description|descr|name|desc|group|gruppe|category|date|price|preis|type|quantity|qty|count|cost|value|"
    "supplier|bezeichnung|designation|descrizione|descripcion|prezzo|prix|precio|class|classification|menge|"
    "discount|net|line|insurance|weight|freight|site",
    required=True,
)  # fmt: skip

_NAME = Role(
    "name", "Name", "text",
    "description|item description|product description|item name|product name|article name|article description|"
    "artikelbezeichnung|bezeichnung|artikelname|produktname|produktbezeichnung|materialkurztext|kurztext|"
    "designation|libelle|art bez|libelle article|nom du produit|nom produit|descrizione|descrizione articolo|"
    "descripcion|descripcion articulo|nombre producto|nombre del producto|nome prodotto|denominazione|titel|"
    "title",
    "name|nom|nome|nombre|beschreibung|artikeltext|denominacion|artikel|produkt|product|produit|prodotto|producto|article",
    "text|label",
    "customer|kunde|client|cliente|supplier|vendor|lieferant|file|user|date|price|category|group",
)  # fmt: skip

_QUANTITY = Role(
    "quantity", "Quantity", "number",
    "quantity|qty|units|units sold|quantity sold|qty sold|sold quantity|order quantity|ordered quantity|"
    "order qty|quantity ordered|line item quantity|sales quantity|sales qty|sales units|unit sales|demand|"
    "menge|anzahl|stuckzahl|bestellmenge|verkaufte menge|verkaufsmenge|absatzmenge|absatz|auftragsmenge|"
    "fakturierte menge|quantite|qte|quantite vendue|quantite commandee|quantita|qta|quantita venduta|q ta|"
    "pezzi|cantidad|cant|cantidad vendida|unidades|unidades vendidas|received quantity|quantity received|"
    "liefermenge|gelieferte menge|quantite recue|quantita ricevuta|cantidad recibida",
    "sales|sold|stuck|pieces|pcs|volume|verkauf|verkaufe|ventes|vendite|ventas|unites|unita|demanda|domanda|"
    "demande|nachfrage|bedarf|consumption|verbrauch|usage|shipped|qnt|quant|anz|ordered|quantity shipped|"
    "shipped quantity",
    "amount|nombre|number|count|total",
    "price|value|cost|revenue|umsatz|date|id|stock|hand|preis|wert|prix|prezzo|precio|minimum|min|multiple|"
    "pack|per|currency|eur|usd|gbp|percent|discount|no|nr|description|weight|stockout|hours|net|gross",
    required=True,
)  # fmt: skip

_DOCUMENT = Role(
    "document", "Document", "any",
    "invoice no|invoice number|invoice|invoice id|order no|order number|order id|transaction id|transaction|"
    "receipt no|receipt number|document number|document no|document|ticket|ticket no|sales order|po number|"
    "po no|po so|po|rechnungsnummer|rechnungsnr|rechnung|auftragsnummer|auftragsnr|auftrag|bestellnummer|"
    "bestellnr|belegnummer|belegnr|beleg|bon nr|bonnummer|vorgang|numero de facture|numero facture|n facture|"
    "facture|numero de commande|n commande|commande|numero fattura|n fattura|fattura|numero ordine|n ordine|"
    "ordine|scontrino|numero de factura|n factura|factura|numero de pedido|n pedido|pedido|purchase order",
    "order|voucher no|doc no|bestellung|piece|numero|asn dn|pq",
    "",
    "date|datum|data|fecha|quantity|qty|line|price|type|status|menge|customer|days|cost|reorder|point",
)  # fmt: skip

_SUPPLIER = Role(
    "supplier", "Supplier", "text",
    "supplier|supplier name|vendor|vendor name|supplier id|lieferant|lieferantenname|kreditor|fournisseur|"
    "nom fournisseur|fornitore|nome fornitore|proveedor|nombre proveedor",
    "supplier no|supplier number|supplier code|vendor id|vendor no|lieferantennummer|lieferantennr|"
    "manufacturer|hersteller|fabricant|produttore|fabricante",
    "source|seller",
    "date|inco|term|price|lead|reliability|item|days|site|quantity|artikelnummer",
)  # fmt: skip

_CATEGORY = Role(
    "category", "Category", "any",
    "category|product category|item category|product group|item group|product family|kategorie|warengruppe|"
    "artikelgruppe|produktgruppe|categorie|famille|famille produit|categoria|famiglia|gruppo merceologico|"
    "familia",
    "group|family|department|segment|gruppe|sparte|abteilung|rayon|reparto|seccion|material group|"
    "sub classification|subcategory|division|line of business",
    "class|type|brand|marke|marque",
    "date|price|customer|supplier|name of",
)  # fmt: skip

ORDER_ROLES = _by_name(
    Role(
        "date", "Date", "date",
        "date|order date|invoice date|sale date|sales date|transaction date|datum|bestelldatum|auftragsdatum|"
        "rechnungsdatum|belegdatum|buchungsdatum|verkaufsdatum|date de commande|date commande|date de facture|"
        "date facture|date de vente|date vente|data|data ordine|data fattura|data vendita|fecha|fecha pedido|"
        "fecha de pedido|fecha factura|fecha de factura|fecha venta|fecha de venta",
        "day|tag|jour|giorno|dia|timestamp|datetime|date time|created at|created|posting date|order time|"
        "order day|date of sale|date of order|po date|purchase date|bestellt am|kaufdatum|ordered|"
        "po sent to vendor date|time|zeit",
        "month|week|period|monat|woche|mois|semaine|mese|settimana|mes|semana|periode|ds|delivery date|"
        "ship date|shipped date|delivered to client date|lieferdatum|versanddatum",
        "due|promised|birth|expiry|expiration|update|updated|scheduled|valid",
        required=True,
    ),
    _ITEM, _QUANTITY,
    Role(
        "price", "Price", "number",
        "unit price|price|price per unit|price each|item price|sale price|sales price|selling price|net price|"
        "einzelpreis|preis|stuckpreis|verkaufspreis|vk preis|vk|nettopreis|prix unitaire|prix|prix de vente|pu|"
        "prix unitaire ht|prezzo|prezzo unitario|prezzo di vendita|precio|precio unitario|precio de venta",
        "rate|unit value|stuck preis|preis pro stuck|p u|price eur|price usd|price gbp",
        "pack price|list price",
        "total|date|code|group|quantity|qty|line",
    ),
    _DOCUMENT,
    Role(
        "customer", "Customer", "any",
        "customer|customer id|customer no|customer number|customer name|customer code|client|client id|kunde|"
        "kundennummer|kundennr|kunden nr|kd nr|kundenname|debitor|numero client|code client|nom client|cliente|"
        "codice cliente|id cliente|codigo cliente|numero de cliente",
        "buyer|account|account no|user id|kaufer|acheteur|member id|ship to|sold to",
        "user|email",
        "date|since|group|country|type|segment|po|first",
    ),
    _NAME, _CATEGORY, _SUPPLIER,
    Role(
        "stockout", "Out of stock", "any",
        "stockout|stock out|out of stock|oos|stockout hours|hours out of stock|stockout flag|is stockout|"
        "stocked out|nicht verfugbar|ausverkauft|fehlbestand|rupture|rupture de stock|en rupture|esaurito|"
        "rottura di stock|agotado|rotura de stock|sin stock|stockout hours 6 to 22",
        "hours stockout|stockout hours 24|oos hours|oos flag|out of stock hours|unavailable",
        "",
        "date|price",
    ),
)  # fmt: skip

RECEIPT_ROLES = _by_name(
    Role(
        "ordered", "Order date", "date",
        "order date|ordered|ordered on|date ordered|po date|purchase order date|purchase date|"
        "po sent to vendor date|bestelldatum|bestellt am|bestellt|auftragsdatum|date de commande|date commande|"
        "commande le|data ordine|data di ordine|ordinato il|fecha pedido|fecha de pedido|fecha orden|pedido el|"
        "order placed|placed on",
        "order time|created|created at|order sent|placed|bestellung|order day|ordine|release date|date of order",
        "date|datum|data|fecha|pq first sent to client date|start date",
        "promised|delivery|delivered|received|receipt|due|scheduled|recorded|expected|lieferdatum|number|no|id|qty|quantity",
        required=True,
    ),
    Role(
        "received", "Receipt date", "date",
        "received date|receipt date|received|received on|date received|delivered to client date|delivered date|"
        "delivered|delivered on|goods receipt|goods receipt date|gr date|arrival date|arrived|"
        "actual delivery date|wareneingang|wareneingangsdatum|eingangsdatum|we datum|geliefert am|geliefert|"
        "eingang|date de reception|date reception|recu le|data ricezione|data di ricezione|ricevuto il|"
        "data ricevimento|data consegna effettiva|fecha recepcion|fecha de recepcion|recibido|recibido el|"
        "fecha entrega real|date de livraison reelle|ist lieferdatum",
        "delivery date|lieferdatum|date de livraison|date livraison|livre le|data consegna|data di consegna|"
        "fecha entrega|fecha de entrega|arrival|delivery|actual date|lieferung",
        "delivery recorded date|ship date|shipped date|posting date|buchungsdatum",
        "promised|scheduled|expected|planned|due|prevue|prevista|soll|requested|confirmed|quantity|qty|number|no|id",
        required=True,
    ),
    Role(
        "promised", "Promised date", "date",
        "promised date|promised|promise date|date promised|scheduled delivery date|scheduled date|"
        "expected date|expected delivery date|expected|due date|due|confirmed date|confirmed delivery date|"
        "planned delivery date|eta|liefertermin|zugesagt|zugesagter termin|bestatigter termin|soll lieferdatum|"
        "lieferdatum soll|wunschtermin|plan lieferdatum|date prevue|prevu le|prevu|date de livraison prevue|"
        "livraison prevue|date promise|data prevista|data consegna prevista|data promessa|fecha prevista|"
        "fecha prometida|fecha entrega prevista",
        "requested date|requested delivery date|need by date|required date|planned date|delivery promised|"
        "termin|target date",
        "",
        "quantity|qty|number|no|id|actual",
    ),
    _SUPPLIER, replace(_ITEM, required=False), replace(_QUANTITY, required=False), _DOCUMENT, _NAME,
)  # fmt: skip

ITEM_ROLES = _by_name(
    _ITEM, _NAME, _CATEGORY, _SUPPLIER,
    Role(
        "unit_cost", "Unit cost", "number",
        "unit cost|cost|cost price|purchase price|standard cost|cost per unit|item cost|buying price|"
        "landed cost|einkaufspreis|ek|ek preis|einstandspreis|stuckkosten|kosten|herstellkosten|selbstkosten|"
        "prix d achat|prix achat|cout unitaire|cout|prix de revient|costo|costo unitario|prezzo d acquisto|"
        "prezzo di acquisto|coste|coste unitario|precio de compra|precio compra|costo unidad",
        "cogs|average cost|moving average price|gld preis|cost eur|cost usd|cost gbp",
        "",
        "order|delivery|holding|total|freight|date",
    ),
    Role(
        "price", "Price", "number",
        "price|selling price|sales price|sale price|unit price|retail price|list price|verkaufspreis|vk|"
        "vk preis|preis|listenpreis|prix de vente|prix|prix unitaire|prezzo di vendita|prezzo|prezzo unitario|"
        "precio de venta|precio|precio venta|pvp|rrp|msrp|uvp",
        "price eur|price usd|price gbp|revenue per unit",
        "pack price",
        "purchase|cost|buying|achat|acquisto|compra|einkauf|date",
    ),
    Role(
        "lead_time_days", "Lead time", "number",
        "lead time|lead time days|lead time in days|leadtime|lt|replenishment time|replenishment lead time|"
        "delivery time|lead time weeks|supplier lead time|lieferzeit|lieferzeit tage|lieferzeit in tagen|"
        "wiederbeschaffungszeit|wbz|planlieferzeit|delai|delai de livraison|delai jours|"
        "delai d approvisionnement|tempo di consegna|lead time giorni|tempo di approvvigionamento|"
        "plazo de entrega|plazo entrega|plazo|tiempo de entrega|lieferzeit wochen",
        "delivery days|days to deliver|lead days|beschaffungszeit|giorni di consegna|dias de entrega",
        "",
        "sd|deviation|std|variability|model|count|min|max",
    ),
    Role("lead_time_sd", "Lead-time deviation", "number",
         "lead time sd|lead time deviation|lead time std|lead time standard deviation|sd lead time|"
         "std lead time|lieferzeit streuung|standardabweichung lieferzeit|lead time variability"),
    Role("supplier_reliability", "Supplier reliability", "number",
         "supplier reliability|reliability|on time|on time share|on time delivery|otd|on time rate|"
         "on time percent|termintreue|liefertreue|zuverlassigkeit|ponctualite|fiabilite|puntualita|"
         "affidabilita|puntualidad|fiabilidad|otif"),
    Role("order_minimum", "Minimum order", "number",
         "order minimum|moq|minimum order|minimum order quantity|min order qty|min order|min order quantity|"
         "minimum qty|min qty|mindestbestellmenge|mindestmenge|min bestellmenge|quantite minimale|"
         "quantite minimum|minimum de commande|qte min|quantita minima|minimo ordine|lotto minimo|"
         "cantidad minima|pedido minimo",
         "minimum|mindestbestellung", against="value|price|stock|days|wert"),
    Role("order_multiple", "Order multiple", "number",
         "order multiple|pack size|package size|case size|case pack|units per case|units per pack|lot size|"
         "multiple|order multiple qty|verpackungseinheit|vpe|ve|gebindegrosse|losgrosse|packungsgrosse|"
         "colisage|conditionnement|multiple de commande|confezione|pezzi per confezione|multiplo|lotto|"
         "unidades por caja|lote|multiplo de pedido|unit of measure per pack",
         "rounding value|pack|box qty", against="price"),
    Role("units_per_pallet", "Units per pallet", "number",
         "units per pallet|pallet quantity|pallet qty|per pallet|pieces per pallet|stuck pro palette|"
         "stuck je palette|palettenmenge|menge je palette|unites par palette|quantite par palette|"
         "pezzi per pallet|unita per pallet|unidades por pale|unidades por palet",
         "pallet|palette"),
    Role("order_cost", "Order cost", "number",
         "order cost|ordering cost|cost per order|delivery cost|bestellkosten|kosten pro bestellung|"
         "cout de commande|cout de passation|costo ordine|costo di ordinazione|coste de pedido|costo de pedido",
         "fixed order cost"),
    Role("critical", "Critical", "any", "critical|is critical|kritisch|critique|critico|essential"),
    Role("demand_per_day", "Demand per day", "number",
         "demand per day|daily demand|average daily demand|sales per day|tagesbedarf|bedarf pro tag|"
         "demande journaliere|demande par jour|domanda giornaliera|demanda diaria|average demand per day"),
)  # fmt: skip
