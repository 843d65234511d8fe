// SPDX-License-Identifier: Apache-2.0
#include "models/madeupname.h"

#include <QRandomGenerator>

#include <array>

namespace models {

namespace {

constexpr std::array kAdjectives = {
    "agile",   "amber",   "ample",  "bold",     "brave",  "breezy",  "bright", "brisk",  "calm",  "candid",
    "careful", "cheery",  "clever", "cosy",     "crisp",  "curious", "dapper", "daring", "deft",  "eager",
    "early",   "earnest", "fair",   "faithful", "fancy",  "fleet",   "fluent", "frank",  "fresh", "gentle",
    "glad",    "golden",  "grand",  "hardy",    "hasty",  "honest",  "humble", "jolly",  "keen",  "kind",
    "lively",  "loyal",   "lucid",  "lucky",    "mellow", "merry",   "mighty", "modest", "neat",  "nimble",
    "noble",   "patient", "plucky", "polite",   "proud",  "quick",   "quiet",  "rapid",  "ready", "robust",
    "rustic",  "serene",  "sharp",  "silent",   "smart",  "snappy",  "solid",  "steady", "sunny", "swift",
    "tidy",    "trusty",  "upbeat", "vivid",    "warm",   "wise",    "witty",  "zesty",
};

constexpr std::array kAnimals = {
    "alpaca",  "badger",    "beaver", "bison",    "bobcat",   "buzzard",  "camel",   "caribou",  "cheetah",
    "condor",  "cormorant", "coyote", "crane",    "curlew",   "dingo",    "dolphin", "dormouse", "eagle",
    "egret",   "falcon",    "ferret", "finch",    "fox",      "gannet",   "gazelle", "gecko",    "gibbon",
    "goose",   "hamster",   "hare",   "hedgehog", "heron",    "ibex",     "jackdaw", "kestrel",  "kingfisher",
    "koala",   "lapwing",   "lemur",  "lynx",     "magpie",   "marmot",   "marten",  "mole",     "moose",
    "narwhal", "newt",      "ocelot", "octopus",  "osprey",   "otter",    "owl",     "panda",    "partridge",
    "pelican", "penguin",   "pika",   "plover",   "puffin",   "quail",    "rabbit",  "raccoon",  "raven",
    "salmon",  "seal",      "shrew",  "sparrow",  "squirrel", "starling", "stork",   "swan",     "tapir",
    "toucan",  "turtle",    "vole",   "walrus",   "wombat",   "yak",      "zebra",
};

constexpr int kSmallestNumber = 100'000;
constexpr int kLargestNumber = 999'999;

template <std::size_t size> QString anyOf(const std::array<const char*, size>& words)
{
    return QString::fromLatin1(words[QRandomGenerator::global()->bounded(static_cast<quint32>(size))]);
}

} // namespace

QString madeUpName(const std::function<bool(const QString&)>& taken)
{
    for (;;) {
        const int number = QRandomGenerator::global()->bounded(kSmallestNumber, kLargestNumber + 1);
        const QString name = QStringLiteral("%1-%2-%3").arg(anyOf(kAdjectives), anyOf(kAnimals)).arg(number);
        if (!taken || !taken(name))
            return name;
    }
}

} // namespace models
