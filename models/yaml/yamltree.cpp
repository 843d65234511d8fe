// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/yamltree.h"

#include "models/yaml/yamlscalar.h"

#include <QCoreApplication>

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::ImportReader", text)

QString translated(const char* text)
{
    return QCoreApplication::translate("models::ImportReader", text);
}

/// Ends the parsing; never leaves this file.
struct Refusal
{
    YAML::Mark mark;
    QString message;
};

qsizetype sizeOf(const YamlNode& node)
{
    qsizetype size = 1;
    for (const YamlNode& item : node.items)
        size += sizeOf(item);
    for (const auto& [key, value] : node.members)
        size += sizeOf(key) + sizeOf(value);
    return size;
}

/// Builds one document out of the parser's events.
class Builder final : public YAML::EventHandler
{
public:
    explicit Builder(const ImportLimits& limits)
        : m_limits(limits)
    {
    }

    YamlNode take() { return std::move(m_root); }
    const std::optional<YAML::Mark>& lastScalar() const { return m_lastScalar; }
    void beginDocument()
    {
        m_root = {};
        m_open.clear();
        m_anchors.clear();
    }

    void OnDocumentStart(const YAML::Mark&) override { }
    void OnDocumentEnd() override { }

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        add(node(YamlNode::Type::Null, mark), anchor, mark);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        YamlNode scalar = node(YamlNode::Type::Scalar, mark);
        scalar.text = value;
        scalar.isPlain = tag == "?" || tag.empty();
        m_lastScalar = mark;
        add(std::move(scalar), anchor, mark);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end())
            throw Refusal{mark, translated(WORD("This alias stands for something that contains the alias."))};
        count(sizeOf(found->second), mark);
        YamlNode copy = found->second;
        place(std::move(copy));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(node(YamlNode::Type::Sequence, mark), anchor, mark);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(node(YamlNode::Type::Map, mark), anchor, mark);
    }
    void OnMapEnd() override { close(); }

private:
    /// A node that is not closed yet. `isKeyed`: the key of the next member is there and waits for its value.
    struct Open
    {
        YamlNode node;
        YAML::anchor_t anchor = 0;
        YamlNode key;
        bool isKeyed = false;
    };

    static YamlNode node(YamlNode::Type type, const YAML::Mark& mark)
    {
        YamlNode made;
        made.type = type;
        made.line = std::max(mark.line, 0) + 1;
        made.column = std::max(mark.column, 0) + 1;
        return made;
    }

    void count(qsizetype nodes, const YAML::Mark& mark)
    {
        m_count += nodes;
        if (m_count > m_limits.nodes)
            throw Refusal{
                mark,
                translated(WORD("The file unfolds into more than %1 values, which is the limit.")).arg(m_limits.nodes)};
    }

    void add(YamlNode made, YAML::anchor_t anchor, const YAML::Mark& mark)
    {
        count(1, mark);
        if (anchor != 0)
            m_anchors[anchor] = made;
        place(std::move(made));
    }

    void open(YamlNode made, YAML::anchor_t anchor, const YAML::Mark& mark)
    {
        count(1, mark);
        if (static_cast<int>(m_open.size()) >= m_limits.depth)
            throw Refusal{
                mark,
                translated(WORD("This is nested deeper than %1 levels, which is the limit.")).arg(m_limits.depth)};
        m_open.push_back({std::move(made), anchor, {}, false});
    }

    void close()
    {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        if (done.anchor != 0)
            m_anchors[done.anchor] = done.node;
        place(std::move(done.node));
    }

    void place(YamlNode made)
    {
        if (m_open.empty()) {
            m_root = std::move(made);
            return;
        }
        Open& parent = m_open.back();
        if (parent.node.isSequence()) {
            parent.node.items.push_back(std::move(made));
        } else if (!parent.isKeyed) {
            parent.key = std::move(made);
            parent.isKeyed = true;
        } else {
            parent.isKeyed = false;
            addMember(parent.node, std::move(parent.key), std::move(made));
        }
    }

    /// `<<: *other` brings the members of the other map that this one does not have itself.
    static void addMember(YamlNode& map, YamlNode key, YamlNode value)
    {
        const bool merges = key.isScalar() && key.isPlain && key.text == "<<";
        if (!merges || !(value.isMap() || value.isSequence())) {
            map.members.emplace_back(std::move(key), std::move(value));
            return;
        }
        const std::vector<YamlNode> sources = value.isMap() ? std::vector<YamlNode>{value} : value.items;
        for (const YamlNode& source : sources) {
            for (const auto& member : source.members) {
                if (!map.find(member.first.text))
                    map.members.push_back(member);
            }
        }
    }

    const ImportLimits m_limits;
    YamlNode m_root;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, YamlNode> m_anchors;
    std::optional<YAML::Mark> m_lastScalar;
    qsizetype m_count = 0;
};

/// The parser takes the end of the file for the closing quote.
bool isCutOff(const std::string& text, const YAML::Mark& scalar)
{
    auto at = static_cast<std::size_t>(std::max(scalar.pos, 0));
    const char quote = at < text.size() ? text[at] : ' ';
    if (quote != '"' && quote != '\'')
        return false;
    for (++at; at < text.size(); ++at) {
        const bool isEscape = quote == '"' ? text[at] == '\\' : text.compare(at, 2, "''") == 0;
        if (isEscape)
            ++at;
        else if (text[at] == quote)
            return false;
    }
    return true;
}

std::string_view lineAtMark(const std::string& text, const YAML::Mark& mark)
{
    std::size_t start = 0;
    for (int line = 0; line < mark.line && start != std::string::npos; ++line) {
        start = text.find('\n', start);
        start = start == std::string::npos ? start : start + 1;
    }
    if (start == std::string::npos)
        return {};
    const std::size_t end = std::min(text.find('\n', start), text.size());
    return std::string_view(text).substr(start, end - start);
}

/// The line of the text, shortened. Where a file holds secrets, what stands behind a colon may be one and is left out.
QString textAtMark(const std::string& text, const YAML::Mark& mark)
{
    constexpr qsizetype kMostShown = 60;
    QString line = fromStd(lineAtMark(text, mark)).trimmed();
    if (const qsizetype colon = line.indexOf(u':'); text.find("Secret") != std::string::npos)
        line = colon < 0 ? QStringLiteral("…") : line.left(colon + 1) + QStringLiteral(" …");
    return line.left(kMostShown);
}

/// The parser's words for a person; its own are kept where there is nothing better to say.
QString explained(const std::string& words, std::string_view line)
{
    const std::string_view text = words;
    const std::string_view indentation = line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
    if (indentation.find('\t') != std::string_view::npos)
        return translated(WORD("There is a tab in the indentation. YAML is indented with spaces."));
    if (text.find("end of map") != std::string_view::npos || text.find("end of sequence") != std::string_view::npos)
        return translated(WORD("The lines do not fit together here: look at the indentation, and whether the file is "
                               "cut off."));
    if (text.find("EOF") != std::string_view::npos)
        return translated(WORD("The file ends in the middle of a text. Is it cut off?"));
    if (text.find("unknown token") != std::string_view::npos)
        return translated(WORD("A character that cannot stand here. A tab? YAML is indented with spaces."));
    if (text.find("illegal map value") != std::string_view::npos)
        return translated(WORD("A colon that cannot stand here: look at the indentation, or put the value in "
                               "quotes."));
    return translated(WORD("This is no YAML: %1.")).arg(fromStd(words));
}

} // namespace

bool YamlNode::isNull() const
{
    return type == Type::Null || (isScalar() && isPlain && plainScalar(text).is_null());
}

const YamlNode* YamlNode::find(std::string_view name) const
{
    const auto found = std::find_if(members.begin(), members.end(),
                                    [name](const auto& member) { return member.first.text == name; });
    return found == members.end() ? nullptr : &found->second;
}

YamlDocuments readYamlTree(const QString& file, const std::string& text, const ImportLimits& limits)
{
    YamlDocuments result;
    const auto complain = [&](const YAML::Mark& mark, const QString& message) {
        const Origin origin{file, std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1};
        result.complaints.push_back({origin, textAtMark(text, mark), message, {}});
    };
    std::istringstream stream(text);
    Builder builder(limits);
    try {
        YAML::Parser parser(stream);
        builder.beginDocument();
        while (parser.HandleNextDocument(builder)) {
            YamlNode document = builder.take();
            if (!document.isNull())
                result.documents.push_back(std::move(document));
            builder.beginDocument();
        }
        if (const auto& last = builder.lastScalar(); last && isCutOff(text, *last)) {
            result.documents.clear();
            complain(*last, translated(WORD("This text has no closing quote. Is the file cut off?")));
        }
    } catch (const Refusal& refusal) {
        complain(refusal.mark, refusal.message);
    } catch (const YAML::DeepRecursion& deep) {
        complain(deep.mark,
                 translated(WORD("This is nested deeper than %1 levels, which is the limit.")).arg(limits.depth));
    } catch (const YAML::Exception& wrong) {
        complain(wrong.mark, explained(wrong.msg, lineAtMark(text, wrong.mark)));
    }
    return result;
}

std::string textOf(const YamlNode& node)
{
    if (!node.isScalar())
        return {};
    return node.isPlain ? plainScalarAsText(node.text) : node.text;
}

Json jsonOf(const YamlNode& node)
{
    switch (node.type) {
    case YamlNode::Type::Null:
        return nullptr;
    case YamlNode::Type::Scalar:
        return node.isPlain ? plainScalar(node.text) : Json(node.text);
    case YamlNode::Type::Sequence: {
        Json list = Json::array();
        for (const YamlNode& item : node.items)
            list.push_back(jsonOf(item));
        return list;
    }
    case YamlNode::Type::Map:
        break;
    }
    Json object = Json::object();
    for (const auto& [key, value] : node.members)
        object[textOf(key)] = jsonOf(value);
    return object;
}

} // namespace models
