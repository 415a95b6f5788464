"""Which colour has what? The same channel has the same colour on every page, light or dark.

The categories are the hues of Okabe & Ito (2008), which colour-blind readers can tell apart. On
white four of them are paler than WCAG's 3:1 for marks; there they are darker shades of the hue.
"""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Ground:
    """The colours that depend on whether the page is light or dark."""

    name: str
    paper: str
    text: str
    quiet: str
    grid: str
    accent: str
    channels: dict


LIGHT = Ground(
    name="light",
    paper="#FFFFFF",
    text="#1F2A2E",
    quiet="#5B6468",
    grid="#E3E8E9",
    accent="#0B7A75",
    channels={
        "in_person": "#D55E00",
        "agent_office": "#B07A00",
        "web_portal": "#0072B2",
        "mobile_app": "#00875F",
        "ussd": "#2E86B8",
        "call_centre": "#B75F92",
        "kiosk": "#857D00",
    },
)
DARK = Ground(
    name="dark",
    paper="#14191B",
    text="#E6EBEC",
    quiet="#A3A9AE",
    grid="#2C3538",
    accent="#4DB6AC",
    channels={
        "in_person": "#E8731A",
        "agent_office": "#E69F00",
        "web_portal": "#3D94CC",
        "mobile_app": "#1DB88D",
        "ussd": "#8CCBF0",
        "call_centre": "#CC79A7",
        "kiosk": "#F0E442",
    },
)


def ground():
    """The ground of this reader's browser; light when it does not say."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def of_channel(code, on):
    """A channel we do not know, or «not stated», is grey."""
    return on.channels.get(code, on.quiet)
