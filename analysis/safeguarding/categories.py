"""The twenty kinds of concern and the four levels, in the words a safeguarding lead uses."""

from __future__ import annotations

from types import MappingProxyType

CATEGORIES = MappingProxyType(
    {
        "physical_abuse": "Physical abuse",
        "emotional_abuse": "Emotional or verbal abuse",
        "sexual_abuse": "Sexual abuse, assault or harassment",
        "neglect": "Neglect and unmet basic needs",
        "self_harm": "Self-harm and eating",
        "suicide": "Suicidal thoughts or attempt",
        "exploitation": "Exploitation",
        "domestic_abuse": "Domestic abuse",
        "online_harm": "Online harm",
        "bullying": "Bullying and child-on-child abuse",
        "honour_based_abuse": "Honour-based abuse, forced marriage, FGM, abuse linked to belief",
        "radicalisation": "Radicalisation",
        "missing": "Missing or running away",
        "restrictive_practice": "Restraint, seclusion and restriction",
        "staff_conduct": "Allegation about an adult who works with children",
        "unsafe_care": "Unsafe care or placement",
        "serious_violence": "Serious violence or weapons",
        "not_safe": "Does not feel safe, or asks for help",
        "family_crisis": "Family in crisis",
        "adult_at_risk": "Adult at risk, 18 and over",
    }
)

IMMEDIATE, URGENT, CONCERN, WATCH = 1, 2, 3, 4

LEVELS = MappingProxyType({IMMEDIATE: "immediate", URGENT: "urgent", CONCERN: "concern", WATCH: "watch"})
