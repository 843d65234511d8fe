// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/plan.h"

#include "models/yaml/recordform.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::Plan", text)

QString translated(const char* text)
{
    return QCoreApplication::translate("models::Plan", text);
}

/// Kubernetes makes objects and labels of names (contract §1.5).
constexpr qsizetype kLongestLabel = 63;

using Place = std::pair<RecordKind, QString>;

/// The names that a record refers to, with their kinds.
std::vector<Place> referencesOf(RecordKind kind, const Json& body)
{
    std::vector<Place> places;
    for (const RecordMember& member : recordKind(kind).members) {
        if (!member.refersTo)
            continue;
        if (member.type == MemberType::Names) {
            for (const QString& name : textsAt(body, member.name))
                places.emplace_back(*member.refersTo, name);
        } else if (const QString name = textAt(body, member.name); !name.isEmpty()) {
            places.emplace_back(*member.refersTo, name);
        }
    }
    return places;
}

class Planner
{
public:
    explicit Planner(const PlanWorld& world)
        : m_world(world)
    {
    }

    Plan plan(std::vector<ImportItem> items, const std::function<bool(std::size_t)>& progress);

private:
    const ServerCopies& copies(RecordKind kind) const { return m_world.kinds[static_cast<std::size_t>(kind)]; }
    const Json* copyOf(const Place& place) const;
    void compare(PlanItem& planned) const;
    void takeOver(PlanItem& planned, const Json& theirs) const;
    void checkSource(PlanItem& planned) const;
    void checkReferences(PlanItem& planned);
    void checkNames(PlanItem& planned) const;
    void checkSharing(PlanItem& planned);
    std::map<Place, std::vector<Place>> usersOnServer() const;
    void addDeletions(const std::set<RecordKind>& named);
    void blockDependants();

    const PlanWorld& m_world;
    Plan m_plan;
    std::map<Place, std::size_t> m_places; ///< of the items in the plan
    std::map<QString, QStringList> m_subscribers; ///< names by event type, on the server and in the plan
};

const Json* Planner::copyOf(const Place& place) const
{
    const auto& byName = copies(place.first).byName;
    const auto found = byName.find(place.second);
    return found == byName.end() ? nullptr : &found->second;
}

Plan Planner::plan(std::vector<ImportItem> items, const std::function<bool(std::size_t)>& progress)
{
    constexpr std::size_t kTold = 64;
    // Within a kind the order of the files stays.
    std::stable_sort(items.begin(), items.end(),
                     [](const ImportItem& left, const ImportItem& right) { return left.kind < right.kind; });
    std::set<RecordKind> kinds;
    for (std::size_t i = 0; i < items.size(); ++i) {
        m_places[{items[i].kind, items[i].name}] = i;
        kinds.insert(items[i].kind);
    }
    if (m_world.sharesEvents) {
        for (const auto& [name, body] : copies(RecordKind::Subscription).byName)
            m_subscribers[textAt(body, "eventType")] << name;
    }
    m_plan.reserve(items.size());
    for (ImportItem& item : items) {
        PlanItem planned;
        planned.item = std::move(item);
        compare(planned);
        checkReferences(planned);
        checkNames(planned);
        checkSharing(planned);
        m_plan.push_back(std::move(planned));
        if (progress && m_plan.size() % kTold == 0 && !progress(m_plan.size()))
            return {};
    }
    blockDependants();
    addDeletions(kinds);
    return std::move(m_plan);
}

void Planner::compare(PlanItem& planned) const
{
    const ImportItem& item = planned.item;
    if (const auto& missing = copies(item.kind).unavailable) {
        planned.action = PlanAction::Blocked;
        planned.reason = translated(WORD("This server has no %1: %2")).arg(nounOf(item.kind), missing->summary());
        return;
    }
    const Json* theirs = copyOf({item.kind, item.name});
    if (theirs)
        takeOver(planned, *theirs);
    else
        planned.differences = memberDifferences(item.kind, nullptr, item.body);
    checkSource(planned);
}

/// The server has one of that name.
void Planner::takeOver(PlanItem& planned, const Json& theirs) const
{
    ImportItem& item = planned.item;
    // A driver that is written back without it would lose its address (contract §9.4).
    if (item.kind == RecordKind::Driver && !item.body.contains("expose") && flagAt(theirs, "expose"))
        item.body["expose"] = true;
    planned.before = withoutValues(item.kind, theirs);
    // An export without values says nothing about them; an update with none would empty the secret.
    if (item.kind == RecordKind::Secret && !item.body.contains("secrets")) {
        item.body["secrets"] = valueAt(theirs, "secrets");
        planned.warnings << translated(WORD("No values in the file: those on the server stay."));
    }
    planned.differences = memberDifferences(item.kind, theirs, item.body);
    planned.action = planned.differences.empty() ? PlanAction::Same : PlanAction::Change;
    const auto isTag
        = [](const MemberDifference& difference) { return difference.member.startsWith(QLatin1String("tags")); };
    const auto tags = std::count_if(planned.differences.begin(), planned.differences.end(), isTag);
    if (item.kind != RecordKind::Secret || tags == 0)
        return;
    planned.warnings << translated(WORD("Servers do not change the tags of a secret; delete and create it for that."));
    if (tags == static_cast<std::ptrdiff_t>(planned.differences.size()))
        planned.action = PlanAction::Same;
}

/// Servers never give a source back, and want one with every change (contract §1.12).
void Planner::checkSource(PlanItem& planned) const
{
    const ImportItem& item = planned.item;
    if (item.kind != RecordKind::Function)
        return;
    const bool hasSource = !item.sourcePath.isEmpty();
    planned.canRepeat = planned.action == PlanAction::Same && hasSource;
    if (planned.canRepeat)
        planned.warnings << translated(
            WORD("Servers do not give sources back, so it cannot be compared. Tick it to send "
                 "it again."));
    if (hasSource || planned.action == PlanAction::Same)
        return;
    planned.action = PlanAction::Blocked;
    planned.reason = translated(
        WORD("A function is created and changed together with its source, and the file names no sourcePath."));
}

void Planner::checkReferences(PlanItem& planned)
{
    for (const Place& place : referencesOf(planned.item.kind, planned.item.body)) {
        if (const auto inPlan = m_places.find(place); inPlan != m_places.end()) {
            planned.needs.push_back(inPlan->second);
            continue;
        }
        const ServerCopies& known = copies(place.first);
        if (copyOf(place) || known.unavailable)
            continue;
        planned.warnings << (planned.item.kind == RecordKind::Driver && place.first == RecordKind::DriverType
                                 ? translated(
                                     WORD("The %1 %2 is neither on the server nor in the files: the server will "
                                          "refuse this."))
                                 : translated(WORD("The %1 %2 is neither on the server nor in the files.")))
                                .arg(nounOf(place.first), place.second);
    }
}

void Planner::checkNames(PlanItem& planned) const
{
    if (!m_world.onKubernetes || planned.action != PlanAction::Create || planned.item.kind != RecordKind::Driver)
        return;
    const QString label = QStringLiteral("event-driver-%1-%2-%3")
                              .arg(m_world.organization, textAt(planned.item.body, "type"), planned.item.name);
    if (label.size() > kLongestLabel)
        planned.warnings
            << translated(WORD("Kubernetes will refuse the name: %1 is longer than 63 characters.")).arg(label);
    else if (label != label.toLower() || label.contains(u'_'))
        planned.warnings << translated(WORD("Kubernetes will refuse the name %1: capitals and underscores are not "
                                            "allowed."))
                                .arg(label);
}

void Planner::checkSharing(PlanItem& planned)
{
    if (!m_world.sharesEvents || planned.item.kind != RecordKind::Subscription)
        return;
    QStringList& names = m_subscribers[textAt(planned.item.body, "eventType")];
    QStringList others = names;
    others.removeAll(planned.item.name);
    if (planned.action == PlanAction::Create && !others.isEmpty())
        planned.warnings << translated(
                                WORD("This server gives each event to only one of the subscriptions of a type, and "
                                     "deleting one breaks the others: %1."))
                                .arg(others.join(QStringLiteral(", ")));
    if (!names.contains(planned.item.name))
        names << planned.item.name;
}

/// What needs something that cannot be made cannot be made either.
void Planner::blockDependants()
{
    for (PlanItem& planned : m_plan) {
        if (planned.action != PlanAction::Create && planned.action != PlanAction::Change)
            continue;
        const auto blocking = std::find_if(planned.needs.begin(), planned.needs.end(), [this](std::size_t needed) {
            const PlanItem& other = m_plan[needed];
            return other.action == PlanAction::Blocked && !copyOf({other.item.kind, other.item.name})
                && !copies(other.item.kind).unavailable;
        });
        if (blocking == planned.needs.end())
            continue;
        const ImportItem& needed = m_plan[*blocking].item;
        planned.action = PlanAction::Blocked;
        planned.reason
            = translated(WORD("It needs the %1 %2, which is blocked.")).arg(nounOf(needed.kind), needed.name);
    }
}

/// Who on the server uses what, by what is used.
std::map<Place, std::vector<Place>> Planner::usersOnServer() const
{
    std::map<Place, std::vector<Place>> users;
    for (const RecordKindInfo& info : recordKinds()) {
        for (const auto& [name, body] : copies(info.kind).byName) {
            for (const Place& used : referencesOf(info.kind, body))
                users[used].emplace_back(info.kind, name);
        }
    }
    return users;
}

/// Users first, so that nothing refers to what is gone; those that stay are named.
void Planner::addDeletions(const std::set<RecordKind>& named)
{
    const auto goes = [&](const Place& place) {
        return !m_places.contains(place)
            && (m_world.deletions.contains(place) || (m_world.deletesOthers && named.contains(place.first)));
    };
    if (!m_world.deletesOthers && m_world.deletions.empty())
        return;
    const std::map<Place, std::vector<Place>> users = usersOnServer();
    for (auto info = recordKinds().rbegin(); info != recordKinds().rend(); ++info) {
        for (const auto& [name, body] : copies(info->kind).byName) {
            if (!goes({info->kind, name}))
                continue;
            PlanItem planned;
            planned.item.kind = info->kind;
            planned.item.name = name;
            planned.item.body = {{"name", toStd(name)}};
            planned.action = PlanAction::Delete;
            planned.before = withoutValues(info->kind, body);
            if (const auto found = users.find({info->kind, name}); found != users.end()) {
                for (const Place& user : found->second) {
                    if (!goes(user))
                        planned.warnings
                            << translated(WORD("The %1 %2 uses it, and stays.")).arg(nounOf(user.first), user.second);
                }
            }
            m_plan.push_back(std::move(planned));
        }
    }
}

#undef WORD

} // namespace

Plan planImport(std::vector<ImportItem> items, const PlanWorld& world, const std::function<bool(std::size_t)>& progress)
{
    return Planner(world).plan(std::move(items), progress);
}

} // namespace models
