"""Urdu, Panjabi and Bengali as many people type them on phones: in Latin letters, each word as it sounds."""

from __future__ import annotations

import re

# Everyday words, each in its usual spellings, are words of no other language that people here are likely to write.
EVERYDAY = {
    "ur": (
        "mujhe mujhay mujhy muje mujay hamein humein humain humen humne hamari hamara hamare mera meri "
        "hai hain hein nahi nahin nhi kya kyun kyunke kyunki bohat bohot bahut acha achi achay karta karti "
        "karte karna raha rahi rahe rehta rehti hota hoti hote hua hui gaya gayi liye aur lekin magar woh "
        "uska uski usko uske usay unka apna apni apne kuch koi chahiye chahta chahti chahte pata madad "
        "bache bacha bachay bachon beta beti bete betay hun hoon wahan yahan abhi phir sirf zyada wajah "
        "jata jati jate jana deta deti dete leta leti humara milti milta mila kabhi hamesha kehta kehti "
        "kehte sath saath dafa saal mahine intezar pasand khush theek shukriya lagta lagti"
    ),
    "pa": (
        "mainu mennu meinu mainoo sanu saanu ohnu ohna vich wich naal assi asi tusi ohde ohdi ohne sade "
        "sadi mera meri hai bahut bohat nahi nahin nai karda kardi karde karna hunda hundi hunde janda "
        "jandi jande aunda aundi aunde kehnda kehndi kehnde chahida chahidi chaunda chaundi dinda dindi "
        "dinde kithon kyunki munda munde kudi putt puttar madad haan dian gharon reha rahi rakhya kise "
        "jadon kade hor changa changi hove pata saal mahine pasand dost khush kiti kita milya milegi "
        "vaari sare saare rehnda rehndi lagda lagdi"
    ),
    "bn": (
        "amar amake amra amader amare tumi ache achi kore korte korche korse korsi koren hoy hobe hoto "
        "bhalo valo khub onek kintu karon jonno theke sathe shathe kothay jani chele meye lagbe lage bole "
        "bolte jabo keu shob ekta kichu bashay basha notun dey ashe thake thakte parina pari bochor "
        "bondhu giye gele hole shomoy shondhay thik dhonnobad aro majhe mone ekjon chillay tader tara amio "
        "jokhon tokhon kokhono"
    ),
}
# Little words may be words of another language too.
LITTLE = {
    "ur": "ki ke ka ko se tha thi par hum wo na ne tak bhi mein mere ghar",
    "pa": "nu da di de te ne si ton ch oh vi ki mere change ghar",
    "bn": "ami ar er na ni se te o ki chai",
}
EVERYDAY_WORDS = {language: frozenset(words.split()) for language, words in EVERYDAY.items()}
KNOWN_WORDS = {language: EVERYDAY_WORDS[language].union(words.split()) for language, words in LITTLE.items()}
FEWEST_EVERYDAY = 2
LEAST_SHARE = 0.3
WORD = re.compile(r"[a-z]+")


def typed_language(text: str) -> str:
    """The code of the language by its words; empty where they are too few, or too small a share of all, to tell."""
    words = WORD.findall(text.lower())
    known = {language: sum(word in there for word in words) for language, there in KNOWN_WORDS.items()}
    likeliest = max(known, key=known.__getitem__)
    everyday = len(EVERYDAY_WORDS[likeliest].intersection(words))
    enough = everyday >= FEWEST_EVERYDAY and known[likeliest] >= LEAST_SHARE * len(words)
    return likeliest if enough else ""
