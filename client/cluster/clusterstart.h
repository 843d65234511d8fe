// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace client {

/// Where minikube keeps its profiles: MINIKUBE_HOME, else ~/.minikube.
QString minikubeFolder();

/// The profile one of whose nodes has this address, by the settings minikube keeps; empty when there is none. Reads
/// files: for a worker.
QString profileAt(const QString& folder, const QString& address);

/// The profile behind a connection: that of its address, or, on an address of this machine, where every forwarded port
/// is alike, the one that has the name of the connection. Empty when there is none. Reads files: for a worker.
QString profileBehind(const QString& folder, const QString& host, const QString& connection);

/// The starts that go on at this moment, by the event files of these profiles: the step each is at. A file that is old,
/// done, or ended with an exit code tells of none (contract minikube §2.10), and so does one that was last written
/// before the moment given here: what we cancelled ourselves leaves no sign of that. Milliseconds since 1970. Reads
/// files: for a worker.
QMap<QString, QString> startsUnderWay(const QString& folder, const QMap<QString, qint64>& profiles);

} // namespace client
