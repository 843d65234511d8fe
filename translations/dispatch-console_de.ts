<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>DataFolder</name>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Choose another folder…</source>
        <translation>&amp;Anderen Ordner wählen …</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Folder for the data</source>
        <translation>Ordner für die Daten</translation>
    </message>
    <message>
        <source>A console is open on this folder; it was brought to the front.</source>
        <translation>Eine Konsole hat diesen Ordner schon offen; sie wurde nach vorn geholt.</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Administration of VMware Dispatch.</source>
        <translation>Verwaltung von VMware Dispatch.</translation>
    </message>
    <message>
        <source>Start on the local Dispatch in the box.</source>
        <translation>Mit dem mitgebrachten lokalen Dispatch beginnen.</translation>
    </message>
    <message>
        <source>Connect to this server.</source>
        <translation>Mit diesem Server verbinden.</translation>
    </message>
    <message>
        <source>Organization.</source>
        <translation>Organisation.</translation>
    </message>
    <message>
        <source>Bearer token for the server.</source>
        <translation>Bearer-Token für den Server.</translation>
    </message>
    <message>
        <source>Folder of this console&apos;s data.</source>
        <translation>Ordner für die Daten dieser Konsole.</translation>
    </message>
    <message>
        <source>Print the version.</source>
        <translation>Die Version ausgeben.</translation>
    </message>
    <message>
        <source>Print this help.</source>
        <translation>Diese Hilfe ausgeben.</translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation>Unerwartetes Argument: %1</translation>
    </message>
    <message>
        <source>--server needs an address such as http://127.0.0.1:8080.</source>
        <translation>--server braucht eine Adresse wie http://127.0.0.1:8080.</translation>
    </message>
    <message>
        <source>Play the tour; with a folder behind it, save its pictures there.</source>
        <translation>Den Rundgang abspielen; steht ein Ordner dahinter, seine Bilder dort speichern.</translation>
    </message>
    <message>
        <source>Import these files, folders or addresses without a window; with --plan or --apply.</source>
        <translation>Diese Dateien, Ordner oder Adressen ohne Fenster importieren; mit --plan oder --apply.</translation>
    </message>
    <message>
        <source>Show what the import would change.</source>
        <translation>Zeigen, was der Import ändern würde.</translation>
    </message>
    <message>
        <source>Carry the import out.</source>
        <translation>Den Import ausführen.</translation>
    </message>
    <message>
        <source>Do not ask before --apply.</source>
        <translation>Vor --apply nicht fragen.</translation>
    </message>
    <message>
        <source>Export these kinds, for example Driver,Secret, or all.</source>
        <translation>Diese Arten exportieren, zum Beispiel Driver,Secret, oder all.</translation>
    </message>
    <message>
        <source>Write the export to this file.</source>
        <translation>Den Export in diese Datei schreiben.</translation>
    </message>
    <message>
        <source>Print JSON, for scripts.</source>
        <translation>JSON ausgeben, für Skripte.</translation>
    </message>
    <message>
        <source>There is no kind %1 to export.</source>
        <translation>Eine Art %1 zum Exportieren gibt es nicht.</translation>
    </message>
    <message>
        <source>--import and --export do not go together.</source>
        <translation>--import und --export gehen nicht zusammen.</translation>
    </message>
    <message>
        <source>--import needs either --plan or --apply.</source>
        <translation>--import braucht entweder --plan oder --apply.</translation>
    </message>
    <message>
        <source>Import and export need --server.</source>
        <translation>Import und Export brauchen --server.</translation>
    </message>
</context>
<context>
    <name>ScriptMode</name>
    <message>
        <source>Carry it out? [y/N] </source>
        <translation>Ausführen? [y/N] </translation>
    </message>
    <message>
        <source>Nothing was changed; add --yes to carry it out without a question.
</source>
        <translation>Nichts wurde geändert; mit --yes wird ohne Frage ausgeführt.
</translation>
    </message>
</context>
<context>
    <name>TourMode</name>
    <message>
        <source>The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.</source>
        <translation>In den temporären Ordner %1 kann nicht geschrieben werden. Schaffen Sie Platz, oder setzen Sie TMPDIR auf einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The pictures are in %1</source>
        <translation>Die Bilder sind in %1</translation>
    </message>
    <message>
        <source>play the tour</source>
        <translation>den Rundgang abspielen</translation>
    </message>
    <message>
        <source>The tour came to an early end: %1</source>
        <translation>Der Rundgang endete vorzeitig: %1</translation>
    </message>
    <message>
        <source>Start it again with Help → Tour.</source>
        <translation>Starten Sie ihn neu mit Hilfe → Rundgang.</translation>
    </message>
    <message>
        <source>The tour keeps nothing.</source>
        <translation>Der Rundgang bewahrt nichts auf.</translation>
    </message>
</context>
<context>
    <name>client::BrowserLogin</name>
    <message>
        <source>sign in with the browser</source>
        <translation>mit dem Browser anmelden</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>The browser did not come back in time.</source>
        <translation>Der Browser kam nicht rechtzeitig zurück.</translation>
    </message>
    <message>
        <source>Sign in again, and go on in the browser until it says that you are signed in.</source>
        <translation>Melden Sie sich noch einmal an, und machen Sie im Browser weiter, bis er sagt, dass Sie angemeldet sind.</translation>
    </message>
    <message>
        <source>The console cannot listen for the answer of the browser.</source>
        <translation>Die Konsole kann nicht auf die Antwort des Browsers warten.</translation>
    </message>
    <message>
        <source>Paste the cookie by hand.</source>
        <translation>Fügen Sie das Cookie von Hand ein.</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>nichts: Es wurde aufgegeben</translation>
    </message>
    <message>
        <source>Signing in was cancelled.</source>
        <translation>Das Anmelden wurde abgebrochen.</translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation>Hier gibt es nichts.</translation>
    </message>
    <message>
        <source>No cookie came along. Go back to the console.</source>
        <translation>Es kam kein Cookie mit. Gehen Sie zurück zur Konsole.</translation>
    </message>
    <message>
        <source>Signed in. This page can be closed; go on in the console.</source>
        <translation>Angemeldet. Diese Seite kann geschlossen werden; machen Sie in der Konsole weiter.</translation>
    </message>
    <message>
        <source>no usable cookie</source>
        <translation>kein brauchbares Cookie</translation>
    </message>
    <message>
        <source>The browser came back without the cookie of a sign-in.</source>
        <translation>Der Browser kam ohne das Cookie einer Anmeldung zurück.</translation>
    </message>
    <message>
        <source>Sign in again. If it stays so, the server does not sign people in with a browser: use a service account.</source>
        <translation>Melden Sie sich noch einmal an. Bleibt es so, meldet der Server niemanden mit dem Browser an: Nehmen Sie ein Dienstkonto.</translation>
    </message>
</context>
<context>
    <name>client::Changes</name>
    <message>
        <source>create %1 %2</source>
        <translation>%1 %2 anlegen</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>%1 %2 ändern</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>%1 %2 löschen</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>es gibt keine</translation>
    </message>
    <message>
        <source>it is not as it was</source>
        <translation>es ist nicht, wie es war</translation>
    </message>
    <message>
        <source>The %1 %2 was changed on the server meanwhile. Nothing was done.</source>
        <translation>%1 %2 wurde inzwischen auf dem Server geändert. Nichts wurde getan.</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>Sehen Sie es noch einmal an, und entscheiden Sie dann.</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>replace %1 %2</source>
        <translation>%1 %2 ersetzen</translation>
    </message>
    <message>
        <source>The old one is still being deleted.</source>
        <translation>Das alte wird noch gelöscht.</translation>
    </message>
    <message>
        <source>Wait until it is gone from the list, then save again.</source>
        <translation>Warten Sie, bis es aus der Liste verschwunden ist, und speichern Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>It was gone already.</source>
        <translation>Es war schon weg.</translation>
    </message>
    <message>
        <source>find out what an interrupted import had done</source>
        <translation>herausfinden, was ein unterbrochener Import getan hat</translation>
    </message>
    <message>
        <source>It did not reach the server.</source>
        <translation>Es hat den Server nicht erreicht.</translation>
    </message>
</context>
<context>
    <name>client::CliConfig</name>
    <message>
        <source>read the configuration of the command line</source>
        <translation>die Konfiguration der Befehlszeile lesen</translation>
    </message>
    <message>
        <source>Enter the connection by hand.</source>
        <translation>Geben Sie die Verbindung von Hand ein.</translation>
    </message>
    <message>
        <source>“%1” has a dot in its name, so that the command line cannot use it.</source>
        <translation>„%1“ hat einen Punkt im Namen, sodass die Befehlszeile es nicht verwenden kann.</translation>
    </message>
    <message>
        <source>“%1” names no organization; “%2” is taken.</source>
        <translation>„%1“ nennt keine Organisation; „%2“ wird genommen.</translation>
    </message>
    <message>
        <source>“%1” does not check the certificate of the server.</source>
        <translation>„%1“ prüft das Zertifikat des Servers nicht.</translation>
    </message>
    <message>
        <source>The key of “%1” cannot be read: %2</source>
        <translation>Der Schlüssel von „%1“ kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>Others on this machine can read the key %1.</source>
        <translation>Andere auf diesem Rechner können den Schlüssel %1 lesen.</translation>
    </message>
    <message>
        <source>Others on this machine can read %1 and the cookies in it.</source>
        <translation>Andere auf diesem Rechner können %1 und die Cookies darin lesen.</translation>
    </message>
    <message>
        <source>The file is not JSON.</source>
        <translation>Die Datei ist kein JSON.</translation>
    </message>
    <message>
        <source>no contexts</source>
        <translation>keine Kontexte</translation>
    </message>
    <message>
        <source>The file is of a version before 0.1.16; later ones do not read it, in silence.</source>
        <translation>Die Datei ist von einer Version vor 0.1.16; spätere lesen sie nicht und sagen das nicht.</translation>
    </message>
    <message>
        <source>The file names no contexts.</source>
        <translation>Die Datei nennt keine Kontexte.</translation>
    </message>
    <message>
        <source>“%1” is no context and is left out.</source>
        <translation>„%1“ ist kein Kontext und wird ausgelassen.</translation>
    </message>
    <message>
        <source>The address of “%1” cannot be used, so it is left out.</source>
        <translation>Die Adresse von „%1“ ist nicht zu gebrauchen, deshalb wird er ausgelassen.</translation>
    </message>
    <message>
        <source>The current context “%1” does not exist; the command line then takes https://localhost:443 in silence.</source>
        <translation>Den aktuellen Kontext „%1“ gibt es nicht; die Befehlszeile nimmt dann stillschweigend https://localhost:443.</translation>
    </message>
</context>
<context>
    <name>client::ClusterJob</name>
    <message>
        <source>start %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>stop %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>pause %1</source>
        <translation>%1 pausieren</translation>
    </message>
    <message>
        <source>unpause %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>repair the context of %1</source>
        <translation>den Kontext von %1 reparieren</translation>
    </message>
    <message>
        <source>enable an add-on of %1</source>
        <translation>ein Add-on von %1 einschalten</translation>
    </message>
    <message>
        <source>disable an add-on of %1</source>
        <translation>ein Add-on von %1 ausschalten</translation>
    </message>
    <message>
        <source>Start it again to go on where it was, or delete it.</source>
        <translation>Starten Sie ihn noch einmal, um dort weiterzumachen, wo er war, oder löschen Sie ihn.</translation>
    </message>
</context>
<context>
    <name>client::ClusterWatch</name>
    <message>
        <source>list the profiles of minikube</source>
        <translation>die Profile von minikube auflisten</translation>
    </message>
    <message>
        <source>ask for the state of %1</source>
        <translation>nach dem Zustand von %1 fragen</translation>
    </message>
</context>
<context>
    <name>client::Clusters</name>
    <message>
        <source>heard from minikube %1: %2</source>
        <translation>von minikube %1 gehört: %2</translation>
    </message>
</context>
<context>
    <name>client::CommandLog</name>
    <message>
        <source>(not kept here: it may hold secrets, or is shown elsewhere)</source>
        <translation>(hier nicht aufbewahrt: Es kann Geheimnisse enthalten oder wird anderswo gezeigt)</translation>
    </message>
    <message>
        <source>(dropped, so that this list stays small)</source>
        <translation>(verworfen, damit diese Liste klein bleibt)</translation>
    </message>
</context>
<context>
    <name>client::Commands</name>
    <message>
        <source>list the add-ons of %1</source>
        <translation>die Add-ons von %1 auflisten</translation>
    </message>
    <message>
        <source>ask minikube for its add-ons</source>
        <translation>minikube nach seinen Add-ons fragen</translation>
    </message>
    <message>
        <source>list the services of %1</source>
        <translation>die Dienste von %1 auflisten</translation>
    </message>
    <message>
        <source>ask for the address of %1</source>
        <translation>nach der Adresse von %1 fragen</translation>
    </message>
    <message>
        <source>read the settings of minikube</source>
        <translation>die Einstellungen von minikube lesen</translation>
    </message>
    <message>
        <source>ask minikube for its drivers</source>
        <translation>minikube nach seinen Treibern fragen</translation>
    </message>
    <message>
        <source>read the contexts of kubeconfig</source>
        <translation>die Kontexte von kubeconfig lesen</translation>
    </message>
    <message>
        <source>read the logs of %1</source>
        <translation>die Protokolle von %1 lesen</translation>
    </message>
    <message>
        <source>save the logs to %1</source>
        <translation>das Protokoll nach %1 speichern</translation>
    </message>
    <message>
        <source>(cut off here: `minikube logs -p %1 --file=…` saves all of it)</source>
        <translation>(hier abgeschnitten: `minikube logs -p %1 --file=…` speichert alles)</translation>
    </message>
</context>
<context>
    <name>client::ConnectionTest</name>
    <message>
        <source>local Dispatch</source>
        <translation>Lokales Dispatch</translation>
    </message>
    <message>
        <source>Dispatch Solo</source>
        <translation>Dispatch Solo</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 on Kubernetes</source>
        <translation>Dispatch 0.1.24 auf Kubernetes</translation>
    </message>
    <message>
        <source>another server that speaks the Dispatch API</source>
        <translation>ein anderer Server, der die Dispatch-API spricht</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>Rechnername</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>Erreichbarkeit</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>Generation</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>the proxy looks it up</source>
        <translation>der Proxy schlägt ihn nach</translation>
    </message>
    <message>
        <source>%1 is an address</source>
        <translation>%1 ist eine Adresse</translation>
    </message>
    <message>
        <source>Check the spelling, the network and the VPN.</source>
        <translation>Prüfen Sie Schreibweise, Netz und VPN.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>the proxy reaches it</source>
        <translation>der Proxy erreicht ihn</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection.</source>
        <translation>Prüfen Sie die Proxy-Einstellungen der Verbindung.</translation>
    </message>
    <message>
        <source>Check that the server runs, its port, and the firewall.</source>
        <translation>Prüfen Sie, ob der Server läuft, sowie seinen Port und die Firewall.</translation>
    </message>
    <message>
        <source>no answer from %1</source>
        <translation>keine Antwort von %1</translation>
    </message>
    <message>
        <source>Check the network, the VPN and the firewall.</source>
        <translation>Prüfen Sie Netz, VPN und Firewall.</translation>
    </message>
    <message>
        <source>plain http</source>
        <translation>einfaches http</translation>
    </message>
    <message>
        <source>ask for the version</source>
        <translation>nach der Version fragen</translation>
    </message>
    <message>
        <source>the certificate is not checked</source>
        <translation>das Zertifikat wird nicht geprüft</translation>
    </message>
    <message>
        <source>the pinned certificate</source>
        <translation>das angeheftete Zertifikat</translation>
    </message>
    <message>
        <source>the certificate is trusted</source>
        <translation>dem Zertifikat wird vertraut</translation>
    </message>
    <message>
        <source>a token made here is taken</source>
        <translation>ein hier erzeugtes Token wird angenommen</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message numerus="yes">
        <source>%n drivers</source>
        <translation>
            <numerusform>%n Treiber</numerusform>
            <numerusform>%n Treiber</numerusform>
        </translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>nicht versucht</translation>
    </message>
    <message>
        <source>Test of %1, organization %2</source>
        <translation>Test von %1, Organisation %2</translation>
    </message>
    <message>
        <source>, %1 ms</source>
        <translation>, %1 ms</translation>
    </message>
    <message>
        <source>the address names no host</source>
        <translation>die Adresse nennt keinen Rechner</translation>
    </message>
    <message>
        <source>Correct the address of the connection.</source>
        <translation>Berichtigen Sie die Adresse der Verbindung.</translation>
    </message>
</context>
<context>
    <name>client::Credentials</name>
    <message>
        <source>sign in</source>
        <translation>anmelden</translation>
    </message>
    <message>
        <source>a line break or control character</source>
        <translation>ein Zeilenumbruch oder Steuerzeichen</translation>
    </message>
    <message>
        <source>The cookie or token cannot be sent as it is.</source>
        <translation>Das Cookie oder Token kann so nicht gesendet werden.</translation>
    </message>
    <message>
        <source>Copy it again, on one line.</source>
        <translation>Kopieren Sie es noch einmal, in einer Zeile.</translation>
    </message>
</context>
<context>
    <name>client::DataDirectory</name>
    <message>
        <source>open the data folder %1</source>
        <translation>den Datenordner %1 öffnen</translation>
    </message>
    <message>
        <source>The console cannot write to its data folder.</source>
        <translation>Die Konsole kann nicht in ihren Datenordner schreiben.</translation>
    </message>
    <message>
        <source>Correct its permissions, or choose another folder with --data-dir.</source>
        <translation>Berichtigen Sie seine Rechte, oder wählen Sie mit --data-dir einen anderen Ordner.</translation>
    </message>
    <message>
        <source>it is a file, not a folder</source>
        <translation>das ist eine Datei, kein Ordner</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>er kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>it belongs to somebody else</source>
        <translation>er gehört jemand anderem</translation>
    </message>
    <message>
        <source>There is no space left for the data of the console.</source>
        <translation>Für die Daten der Konsole ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>Free some space on that disk, or choose another folder with --data-dir.</source>
        <translation>Schaffen Sie dort Platz, oder wählen Sie mit --data-dir einen anderen Ordner.</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>Version %1, diese Konsole kennt bis zu %2</translation>
    </message>
    <message>
        <source>The data folder was written by a newer console.</source>
        <translation>Der Datenordner wurde von einer neueren Konsole geschrieben.</translation>
    </message>
    <message>
        <source>Update this console, or choose another folder with --data-dir.</source>
        <translation>Aktualisieren Sie diese Konsole, oder wählen Sie mit --data-dir einen anderen Ordner.</translation>
    </message>
    <message>
        <source>no version number in the file &apos;version&apos;</source>
        <translation>keine Versionsnummer in der Datei „version“</translation>
    </message>
    <message>
        <source>The data folder does not look like one of the console.</source>
        <translation>Der Datenordner sieht nicht wie einer der Konsole aus.</translation>
    </message>
    <message>
        <source>Choose another folder with --data-dir, or restore that file.</source>
        <translation>Wählen Sie mit --data-dir einen anderen Ordner, oder stellen Sie diese Datei wieder her.</translation>
    </message>
    <message>
        <source>the lock file cannot be written</source>
        <translation>die Sperrdatei kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>process %1 (%2) on %3 uses it</source>
        <translation>Prozess %1 (%2) auf %3 verwendet ihn</translation>
    </message>
    <message>
        <source>Another console is using this data folder.</source>
        <translation>Eine andere Konsole verwendet diesen Datenordner.</translation>
    </message>
    <message>
        <source>Use that window, close it first, or choose another folder with --data-dir.</source>
        <translation>Nehmen Sie jenes Fenster, schließen Sie es vorher, oder wählen Sie mit --data-dir einen anderen Ordner.</translation>
    </message>
    <message>
        <source>there are files in it, and none of the console</source>
        <translation>es sind Dateien darin, und keine von der Konsole</translation>
    </message>
    <message>
        <source>The folder holds something else, and the console would lock others out of it.</source>
        <translation>Der Ordner enthält etwas anderes, und die Konsole würde andere davon aussperren.</translation>
    </message>
    <message>
        <source>Name a folder of its own with --data-dir, for example %1.</source>
        <translation>Nennen Sie mit --data-dir einen eigenen Ordner, zum Beispiel %1.</translation>
    </message>
</context>
<context>
    <name>client::DispatchClient</name>
    <message>
        <source>look at the list of %1</source>
        <translation>die Liste ansehen: %1</translation>
    </message>
    <message>
        <source>Dispatch, development build</source>
        <translation>Dispatch, Entwicklungsstand</translation>
    </message>
    <message>
        <source>Dispatch %1</source>
        <translation>Dispatch %1</translation>
    </message>
    <message>
        <source>Dispatch %1 (%2)</source>
        <translation>Dispatch %1 (%2)</translation>
    </message>
    <message>
        <source>look at %1 %2</source>
        <translation>%1 %2 ansehen</translation>
    </message>
    <message>
        <source>create %1 %2</source>
        <translation>%1 %2 anlegen</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>%1 %2 ändern</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>%1 %2 löschen</translation>
    </message>
    <message>
        <source>read the values of secret %1</source>
        <translation>die Werte des Geheimnisses %1 lesen</translation>
    </message>
    <message>
        <source>send event %1</source>
        <translation>das Ereignis %1 senden</translation>
    </message>
    <message>
        <source>look at the runs</source>
        <translation>die Läufe ansehen</translation>
    </message>
    <message>
        <source>look at the runs of %1</source>
        <translation>die Läufe von %1 ansehen</translation>
    </message>
    <message>
        <source>look at run %1</source>
        <translation>den Lauf %1 ansehen</translation>
    </message>
    <message>
        <source>run function %1</source>
        <translation>die Funktion %1 ausführen</translation>
    </message>
    <message>
        <source>look at the images</source>
        <translation>die Images ansehen</translation>
    </message>
    <message>
        <source>ask for the version of the server</source>
        <translation>nach der Version des Servers fragen</translation>
    </message>
    <message>
        <source>look at what there is of kind %1</source>
        <translation>ansehen, was es von der Art %1 gibt</translation>
    </message>
    <message>
        <source>JSON that is no object</source>
        <translation>JSON, das kein Objekt ist</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>JSON, das keine Liste ist</translation>
    </message>
</context>
<context>
    <name>client::DispatchInstaller</name>
    <message>
        <source>kubectl does not know the cluster %1.</source>
        <translation>kubectl kennt den Cluster %1 nicht.</translation>
    </message>
    <message>
        <source>Start the cluster again: that writes its context.</source>
        <translation>Starten Sie den Cluster noch einmal: Das schreibt seinen Kontext.</translation>
    </message>
    <message>
        <source>look at the pods</source>
        <translation>nach den Pods sehen</translation>
    </message>
    <message>
        <source>The pods say: %1.</source>
        <translation>Die Pods sagen: %1.</translation>
    </message>
    <message>
        <source>Dispatch on %1</source>
        <translation>Dispatch auf %1</translation>
    </message>
</context>
<context>
    <name>client::DriverPods</name>
    <message>
        <source>look for the pods of driver %1</source>
        <translation>nach den Pods des Treibers %1 sehen</translation>
    </message>
</context>
<context>
    <name>client::EmitJob</name>
    <message>
        <source>The connection broke, but there is a run of it.</source>
        <translation>Die Verbindung brach ab, aber es gibt einen Lauf davon.</translation>
    </message>
    <message>
        <source>The connection broke, and no run can tell whether it arrived. It was not sent again.</source>
        <translation>Die Verbindung brach ab, und kein Lauf kann sagen, ob es ankam. Es wurde nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Not sent: the job was stopped before.</source>
        <translation>Nicht gesendet: Der Auftrag wurde vorher angehalten.</translation>
    </message>
    <message>
        <source>The connection broke, and the job was stopped before it was looked for.</source>
        <translation>Die Verbindung brach ab, und der Auftrag wurde angehalten, bevor danach gesehen wurde.</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>die Datei %1 lesen</translation>
    </message>
    <message>
        <source>a line of more than %1 MB</source>
        <translation>eine Zeile mit mehr als %1 MB</translation>
    </message>
    <message>
        <source>The events of the job cannot be read on from line %1.</source>
        <translation>Die Ereignisse des Auftrags können ab Zeile %1 nicht weitergelesen werden.</translation>
    </message>
    <message>
        <source>Look at the file: it needs one JSON value a line.</source>
        <translation>Sehen Sie in die Datei: Sie braucht einen JSON-Wert pro Zeile.</translation>
    </message>
    <message>
        <source>The line is no JSON: %1</source>
        <translation>Die Zeile ist kein JSON: %1</translation>
    </message>
</context>
<context>
    <name>client::Exporter</name>
    <message>
        <source>others could read it there</source>
        <translation>andere könnten es dort lesen</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exportieren</translation>
    </message>
    <message>
        <source>write %1</source>
        <translation>%1 schreiben</translation>
    </message>
    <message>
        <source>The export was not saved: %1.</source>
        <translation>Der Export wurde nicht gespeichert: %1.</translation>
    </message>
    <message>
        <source>Choose another place, or make room there.</source>
        <translation>Wählen Sie einen anderen Ort, oder schaffen Sie dort Platz.</translation>
    </message>
</context>
<context>
    <name>client::Failures</name>
    <message>
        <source>The server points to another address, and the console does not follow.</source>
        <translation>Der Server verweist auf eine andere Adresse, und die Konsole folgt nicht.</translation>
    </message>
    <message>
        <source>Use the address it points to, if you trust it.</source>
        <translation>Verwenden Sie die Adresse, auf die er verweist, wenn Sie ihr trauen.</translation>
    </message>
    <message>
        <source>The server did not accept the request.</source>
        <translation>Der Server hat die Anfrage nicht angenommen.</translation>
    </message>
    <message>
        <source>Correct what it names and try again.</source>
        <translation>Berichtigen Sie, was er nennt, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The server does not know who you are.</source>
        <translation>Der Server weiß nicht, wer Sie sind.</translation>
    </message>
    <message>
        <source>Sign in again, or check the token or the service account and its key.</source>
        <translation>Melden Sie sich neu an, oder prüfen Sie das Token oder das Dienstkonto und seinen Schlüssel.</translation>
    </message>
    <message>
        <source>You are known, but not allowed to do this.</source>
        <translation>Sie sind bekannt, dürfen das aber nicht.</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy that allows it, or check the organization.</source>
        <translation>Bitten Sie die Verwaltung um eine Richtlinie, die es erlaubt, oder prüfen Sie die Organisation.</translation>
    </message>
    <message>
        <source>The server has no such thing (any more).</source>
        <translation>Das gibt es auf dem Server nicht (mehr).</translation>
    </message>
    <message>
        <source>Look again, and check the name and the organization.</source>
        <translation>Sehen Sie noch einmal nach, und prüfen Sie Namen und Organisation.</translation>
    </message>
    <message>
        <source>The server does not offer this operation.</source>
        <translation>Der Server bietet diese Operation nicht an.</translation>
    </message>
    <message>
        <source>Check that the address is that of a Dispatch API.</source>
        <translation>Prüfen Sie, ob die Adresse die einer Dispatch-API ist.</translation>
    </message>
    <message>
        <source>A proxy on the way asks for a sign-in.</source>
        <translation>Ein Proxy auf dem Weg verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <source>Check the proxy settings.</source>
        <translation>Prüfen Sie die Proxy-Einstellungen.</translation>
    </message>
    <message>
        <source>The server waited too long for the request.</source>
        <translation>Der Server hat zu lange auf die Anfrage gewartet.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The name is taken, or the server&apos;s copy has moved on.</source>
        <translation>Der Name ist vergeben, oder der Stand auf dem Server hat sich geändert.</translation>
    </message>
    <message>
        <source>Choose another name, or look at the existing one first.</source>
        <translation>Wählen Sie einen anderen Namen, oder sehen Sie sich zuerst das Vorhandene an.</translation>
    </message>
    <message>
        <source>The request is larger than the server takes.</source>
        <translation>Die Anfrage ist größer, als der Server annimmt.</translation>
    </message>
    <message>
        <source>Send less.</source>
        <translation>Senden Sie weniger.</translation>
    </message>
    <message>
        <source>The server does not take this kind of content.</source>
        <translation>Diese Art von Inhalt nimmt der Server nicht.</translation>
    </message>
    <message>
        <source>A value breaks a rule of the server.</source>
        <translation>Ein Wert verletzt eine Regel des Servers.</translation>
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation>Berichtigen Sie ihn, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The server has too much to do.</source>
        <translation>Der Server hat zu viel zu tun.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The headers of the request are too long for the server.</source>
        <translation>Die Kopfzeilen der Anfrage sind zu lang für den Server.</translation>
    </message>
    <message>
        <source>Check the cookie or token of this connection.</source>
        <translation>Prüfen Sie Cookie oder Token dieser Verbindung.</translation>
    </message>
    <message>
        <source>The server refused the request.</source>
        <translation>Der Server hat die Anfrage abgelehnt.</translation>
    </message>
    <message>
        <source>See what it said.</source>
        <translation>Sehen Sie nach, was er sagt.</translation>
    </message>
    <message>
        <source>This Dispatch server does not have that function.</source>
        <translation>Dieser Dispatch-Server kann das nicht.</translation>
    </message>
    <message>
        <source>Use a server of another generation for it.</source>
        <translation>Nehmen Sie dafür einen Server einer anderen Generation.</translation>
    </message>
    <message>
        <source>A gateway answered, but the Dispatch behind it did not.</source>
        <translation>Ein Gateway hat geantwortet, das Dispatch dahinter aber nicht.</translation>
    </message>
    <message>
        <source>Check that the Dispatch services are running, then try again.</source>
        <translation>Prüfen Sie, ob die Dienste von Dispatch laufen, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Something went wrong inside the server.</source>
        <translation>Im Server ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at the server&apos;s log.</source>
        <translation>Versuchen Sie es noch einmal; bleibt es dabei, hilft das Protokoll des Servers weiter.</translation>
    </message>
    <message>
        <source>The answer is none that Dispatch gives.</source>
        <translation>So antwortet Dispatch nicht.</translation>
    </message>
    <message>
        <source>A value has the wrong type or format.</source>
        <translation>Ein Wert hat die falsche Art oder Form.</translation>
    </message>
    <message>
        <source>A required value is missing.</source>
        <translation>Ein nötiger Wert fehlt.</translation>
    </message>
    <message>
        <source>A value is too long.</source>
        <translation>Ein Wert ist zu lang.</translation>
    </message>
    <message>
        <source>A value has characters that are not allowed there.</source>
        <translation>Ein Wert enthält Zeichen, die dort nicht erlaubt sind.</translation>
    </message>
    <message>
        <source>A value is none of the allowed ones.</source>
        <translation>Ein Wert ist keiner der erlaubten.</translation>
    </message>
    <message>
        <source>Nothing listens at that address.</source>
        <translation>Unter dieser Adresse hört niemand zu.</translation>
    </message>
    <message>
        <source>Check that the server runs, and its host and port.</source>
        <translation>Prüfen Sie, ob der Server läuft, sowie Rechner und Port.</translation>
    </message>
    <message>
        <source>Look again before you repeat it.</source>
        <translation>Sehen Sie nach, bevor Sie es wiederholen.</translation>
    </message>
    <message>
        <source>That host name is not known.</source>
        <translation>Diesen Rechnernamen gibt es nicht.</translation>
    </message>
    <message>
        <source>Check its spelling, the network and the VPN.</source>
        <translation>Prüfen Sie Schreibweise, Netz und VPN.</translation>
    </message>
    <message>
        <source>The server cannot be reached in time.</source>
        <translation>Der Server ist nicht rechtzeitig zu erreichen.</translation>
    </message>
    <message>
        <source>Check the network and the firewall, then try again.</source>
        <translation>Prüfen Sie Netz und Firewall, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The network went away.</source>
        <translation>Das Netz ist weggefallen.</translation>
    </message>
    <message>
        <source>Try again when it is back.</source>
        <translation>Versuchen Sie es wieder, wenn es da ist.</translation>
    </message>
    <message>
        <source>There is no network.</source>
        <translation>Es gibt kein Netz.</translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation>Der Proxy antwortet nicht.</translation>
    </message>
    <message>
        <source>The proxy closed the connection.</source>
        <translation>Der Proxy hat die Verbindung geschlossen.</translation>
    </message>
    <message>
        <source>The proxy is not known by that name.</source>
        <translation>Einen Proxy dieses Namens gibt es nicht.</translation>
    </message>
    <message>
        <source>The proxy does not answer in time.</source>
        <translation>Der Proxy antwortet nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>The proxy asks for a sign-in.</source>
        <translation>Der Proxy verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <source>The server points in a circle.</source>
        <translation>Der Server verweist im Kreis.</translation>
    </message>
    <message>
        <source>That is no address of a web server.</source>
        <translation>Das ist keine Adresse eines Webservers.</translation>
    </message>
    <message>
        <source>Use an address that begins with http:// or https://.</source>
        <translation>Nehmen Sie eine Adresse, die mit http:// oder https:// beginnt.</translation>
    </message>
    <message>
        <source>What came back is not HTTP.</source>
        <translation>Was zurückkam, ist kein HTTP.</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>Prüfen Sie den Port, und ob es http oder https sein muss.</translation>
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation>Der Server war nicht zu erreichen.</translation>
    </message>
    <message>
        <source>Check the address and the network, then try again.</source>
        <translation>Prüfen Sie Adresse und Netz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This is not a Dispatch API, probably a proxy or captive portal.</source>
        <translation>Das ist keine Dispatch-API, wohl eher ein Proxy oder eine Anmeldeseite.</translation>
    </message>
    <message>
        <source>Open the address in a browser to see what answers there, then correct host and port or sign in there.</source>
        <translation>Öffnen Sie die Adresse im Browser, um zu sehen, was dort antwortet; berichtigen Sie dann Rechner und Port, oder melden Sie sich dort an.</translation>
    </message>
    <message>
        <source>nothing from %1 for %2 s</source>
        <translation>nichts von %1, %2 s lang</translation>
    </message>
    <message>
        <source>Look again in a moment, and check that the server is well.</source>
        <translation>Sehen Sie gleich noch einmal nach, und prüfen Sie, ob es dem Server gut geht.</translation>
    </message>
    <message>
        <source>more than %1 MB</source>
        <translation>mehr als %1 MB</translation>
    </message>
    <message>
        <source>The answer is larger than the console takes.</source>
        <translation>Die Antwort ist größer, als die Konsole annimmt.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>HTTP %1, see %2</source>
        <translation>HTTP %1, siehe %2</translation>
    </message>
    <message>
        <source>see %1</source>
        <translation>siehe %1</translation>
    </message>
    <message>
        <source>HTTP %1 without an explanation</source>
        <translation>HTTP %1 ohne Erklärung</translation>
    </message>
    <message>
        <source>HTTP %1: %2</source>
        <translation>HTTP %1: %2</translation>
    </message>
    <message>
        <source>a web page (HTTP %1) from %2</source>
        <translation>eine Webseite (HTTP %1) von %2</translation>
    </message>
    <message>
        <source>Look again; if it stays so, check that the address is that of a Dispatch API.</source>
        <translation>Sehen Sie noch einmal nach; bleibt es so, prüfen Sie, ob die Adresse die einer Dispatch-API ist.</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends.</source>
        <translation>Die Antwort ist nicht, was ein Dispatch-Server sendet.</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends. %1</source>
        <translation>Die Antwort ist nicht, was ein Dispatch-Server sendet. %1</translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation>eine leere Antwort</translation>
    </message>
    <message>
        <source>%1 bytes of JSON that break off</source>
        <translation>%1 Bytes JSON, die abbrechen</translation>
    </message>
    <message>
        <source>The answer was cut off on its way.</source>
        <translation>Die Antwort wurde unterwegs abgeschnitten.</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>nichts: Es wurde aufgegeben</translation>
    </message>
    <message>
        <source>The request was cancelled. If it was already on its way, it may have taken effect.</source>
        <translation>Die Anfrage wurde abgebrochen. War sie schon unterwegs, kann sie gewirkt haben.</translation>
    </message>
    <message>
        <source>%1 It may have taken effect all the same.</source>
        <translation>%1 Es kann trotzdem gewirkt haben.</translation>
    </message>
    <message>
        <source>The connection broke before the answer was complete.</source>
        <translation>Die Verbindung brach ab, bevor die Antwort vollständig war.</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>Der Server hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The token is from the future: the clock of this machine or of the server is wrong.</source>
        <translation>Das Token kommt aus der Zukunft: Die Uhr dieses Rechners oder die des Servers geht falsch.</translation>
    </message>
    <message>
        <source>Compare both clocks, set the wrong one, then sign in again.</source>
        <translation>Vergleichen Sie beide Uhren, stellen Sie die falsche, und melden Sie sich dann neu an.</translation>
    </message>
    <message>
        <source>The token has expired, or the clock of this machine or of the server is wrong.</source>
        <translation>Das Token ist abgelaufen, oder die Uhr dieses Rechners oder die des Servers geht falsch.</translation>
    </message>
    <message>
        <source>Get a new token; if it was made just now, compare both clocks.</source>
        <translation>Holen Sie ein neues Token; wurde es gerade erst erzeugt, vergleichen Sie beide Uhren.</translation>
    </message>
    <message>
        <source>The key does not belong to this service account.</source>
        <translation>Der Schlüssel gehört nicht zu diesem Dienstkonto.</translation>
    </message>
    <message>
        <source>Choose the private key whose public half the server has for this account.</source>
        <translation>Wählen Sie den privaten Schlüssel, dessen öffentliche Hälfte der Server für dieses Konto hat.</translation>
    </message>
    <message>
        <source>The server has no such service account in that organization.</source>
        <translation>Der Server hat in dieser Organisation kein solches Dienstkonto.</translation>
    </message>
    <message>
        <source>Check the name of the account and its organization.</source>
        <translation>Prüfen Sie den Namen des Kontos und seine Organisation.</translation>
    </message>
    <message>
        <source>The service account was given without its organization.</source>
        <translation>Das Dienstkonto wurde ohne seine Organisation angegeben.</translation>
    </message>
    <message>
        <source>Enter it as ORGANIZATION/NAME.</source>
        <translation>Geben Sie es als ORGANISATION/NAME ein.</translation>
    </message>
    <message>
        <source>The token is not signed with an RSA key, and Dispatch takes no other.</source>
        <translation>Das Token ist nicht mit einem RSA-Schlüssel unterschrieben, und Dispatch nimmt keinen anderen.</translation>
    </message>
    <message>
        <source>Use a token made with RS256, RS384 or RS512.</source>
        <translation>Nehmen Sie ein Token, das mit RS256, RS384 oder RS512 erzeugt ist.</translation>
    </message>
    <message>
        <source>The proxy does not answer, or does not let the console through to the server.</source>
        <translation>Der Proxy antwortet nicht oder lässt die Konsole nicht zum Server durch.</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection, or list the host among those that are reached without it.</source>
        <translation>Prüfen Sie die Proxy-Einstellungen der Verbindung, oder führen Sie den Rechner unter denen auf, die ohne ihn erreicht werden.</translation>
    </message>
    <message>
        <source>A server that wants a client certificate also does this.</source>
        <translation>Auch ein Server, der ein Client-Zertifikat verlangt, tut das.</translation>
    </message>
    <message>
        <source>That port speaks TLS, and the address says plain http.</source>
        <translation>Dieser Port spricht TLS, und die Adresse sagt einfaches http.</translation>
    </message>
    <message>
        <source>Use https:// in the address.</source>
        <translation>Nehmen Sie https:// in der Adresse.</translation>
    </message>
    <message>
        <source>You are known, but no policy of the organization “%1” lets you “%2” on “%3”.</source>
        <translation>Sie sind bekannt, aber keine Richtlinie der Organisation „%1“ erlaubt Ihnen „%2“ auf „%3“.</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy with the action “%1” on the resource “%2”, or check the organization.</source>
        <translation>Bitten Sie die Verwaltung um eine Richtlinie mit der Aktion „%1“ auf der Ressource „%2“, oder prüfen Sie die Organisation.</translation>
    </message>
</context>
<context>
    <name>client::FileBody</name>
    <message>
        <source>it changed while it was sent</source>
        <translation>sie hat sich beim Senden geändert</translation>
    </message>
    <message>
        <source>it grew while it was sent</source>
        <translation>sie ist beim Senden gewachsen</translation>
    </message>
</context>
<context>
    <name>client::FileCheck</name>
    <message>
        <source>it changed while it was read</source>
        <translation>sie hat sich beim Lesen geändert</translation>
    </message>
    <message>
        <source>it had %1 bytes and has %2</source>
        <translation>sie hatte %1 Bytes und hat %2</translation>
    </message>
    <message>
        <source>its SHA-256 is another one</source>
        <translation>ihr SHA-256 ist ein anderer</translation>
    </message>
    <message>
        <source>it was written since</source>
        <translation>sie wurde seitdem geschrieben</translation>
    </message>
    <message>
        <source>send the file %1 as text</source>
        <translation>die Datei %1 als Text senden</translation>
    </message>
    <message>
        <source>bytes that are not UTF-8</source>
        <translation>Bytes, die nicht UTF-8 sind</translation>
    </message>
    <message>
        <source>JSON, in which events travel, can hold a text only as UTF-8.</source>
        <translation>JSON, in dem Ereignisse reisen, kann einen Text nur als UTF-8 enthalten.</translation>
    </message>
    <message>
        <source>Send it as binary, or save it as UTF-8 first.</source>
        <translation>Senden Sie sie binär, oder speichern Sie sie vorher als UTF-8.</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>die Datei %1 lesen</translation>
    </message>
    <message>
        <source>Reading the file was cancelled.</source>
        <translation>Das Lesen der Datei wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Choose it again to read it.</source>
        <translation>Wählen Sie sie noch einmal, um sie zu lesen.</translation>
    </message>
</context>
<context>
    <name>client::GenerationFinder</name>
    <message>
        <source>ask which Dispatch this is</source>
        <translation>fragen, welches Dispatch das ist</translation>
    </message>
</context>
<context>
    <name>client::ImportPlanner</name>
    <message>
        <source>plan the import</source>
        <translation>den Import planen</translation>
    </message>
</context>
<context>
    <name>client::ImportRun</name>
    <message>
        <source>Not tried, because %1 %2 did not work.</source>
        <translation>Nicht versucht, weil es mit %1 %2 nicht ging.</translation>
    </message>
    <message>
        <source>Not tried: the import was stopped before.</source>
        <translation>Nicht versucht: Der Import wurde vorher angehalten.</translation>
    </message>
    <message>
        <source>The values of this secret are not kept.</source>
        <translation>Die Werte dieses Geheimnisses werden nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Import its file again.</source>
        <translation>Importieren Sie seine Datei noch einmal.</translation>
    </message>
</context>
<context>
    <name>client::ImportSource</name>
    <message>
        <source>import %1</source>
        <translation>%1 importieren</translation>
    </message>
    <message>
        <source>That is more than is imported at once: %1.</source>
        <translation>Das ist mehr, als auf einmal importiert wird: %1.</translation>
    </message>
    <message>
        <source>Import a part of it.</source>
        <translation>Importieren Sie einen Teil davon.</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>The folder cannot be read.</source>
        <translation>Der Ordner kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Prüfen Sie seine Rechte.</translation>
    </message>
    <message>
        <source>no such files</source>
        <translation>keine solchen Dateien</translation>
    </message>
    <message>
        <source>There is no *.yaml, *.yml or *.json below this folder.</source>
        <translation>Unter diesem Ordner gibt es keine *.yaml, *.yml oder *.json.</translation>
    </message>
    <message>
        <source>Choose another folder, or the files themselves.</source>
        <translation>Wählen Sie einen anderen Ordner oder die Dateien selbst.</translation>
    </message>
    <message>
        <source>over %1 files</source>
        <translation>über %1 Dateien</translation>
    </message>
    <message>
        <source>%1, where %2 are the limit</source>
        <translation>%1, wo %2 die Grenze sind</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>over %1 in all</source>
        <translation>zusammen über %1</translation>
    </message>
    <message>
        <source>an HTML page</source>
        <translation>eine HTML-Seite</translation>
    </message>
    <message>
        <source>The address shows a page for people and not the file itself.</source>
        <translation>Die Adresse zeigt eine Seite für Menschen und nicht die Datei selbst.</translation>
    </message>
    <message>
        <source>Use the address of the file, often called “raw”.</source>
        <translation>Nehmen Sie die Adresse der Datei, oft „raw“ genannt.</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>The address answered with status %1 and not with a file.</source>
        <translation>Die Adresse antwortete mit Status %1 und nicht mit einer Datei.</translation>
    </message>
    <message>
        <source>Open it in a browser and look; what needs a sign-in has to be saved as a file first.</source>
        <translation>Öffnen Sie sie im Browser, und sehen Sie nach; was eine Anmeldung braucht, muss erst als Datei gespeichert werden.</translation>
    </message>
    <message>
        <source>This is no address of http or https.</source>
        <translation>Das ist keine Adresse mit http oder https.</translation>
    </message>
    <message>
        <source>Write it in full, for example https://example.com/wiring.yaml.</source>
        <translation>Schreiben Sie sie ganz aus, zum Beispiel https://example.com/wiring.yaml.</translation>
    </message>
</context>
<context>
    <name>client::InstallFolder</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>In %1 kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>Prüfen Sie, ob Sie dort schreiben dürfen und ob der Datenträger nicht voll ist.</translation>
    </message>
    <message>
        <source>Another console is installing in this cluster.</source>
        <translation>Eine andere Konsole installiert gerade in diesem Cluster.</translation>
    </message>
    <message>
        <source>Wait until it is done.</source>
        <translation>Warten Sie, bis sie fertig ist.</translation>
    </message>
</context>
<context>
    <name>client::InstallOrder</name>
    <message>
        <source>install Dispatch in the cluster %1</source>
        <translation>Dispatch im Cluster %1 installieren</translation>
    </message>
    <message>
        <source>try an installation in the cluster %1</source>
        <translation>eine Installation im Cluster %1 ausprobieren</translation>
    </message>
    <message>
        <source>uninstall Dispatch from the cluster %1</source>
        <translation>Dispatch aus dem Cluster %1 deinstallieren</translation>
    </message>
</context>
<context>
    <name>client::Journal</name>
    <message>
        <source>open a sent event</source>
        <translation>ein gesendetes Ereignis öffnen</translation>
    </message>
    <message>
        <source>nothing with the number %1</source>
        <translation>nichts mit der Nummer %1</translation>
    </message>
    <message>
        <source>That event is no longer in the history.</source>
        <translation>Dieses Ereignis ist nicht mehr im Verlauf.</translation>
    </message>
    <message>
        <source>Look at the history again.</source>
        <translation>Sehen Sie den Verlauf noch einmal an.</translation>
    </message>
    <message>
        <source>write the ledger of a job</source>
        <translation>das Logbuch eines Auftrags schreiben</translation>
    </message>
    <message>
        <source>The journal of sent events could not be used.</source>
        <translation>Das Journal der gesendeten Ereignisse konnte nicht verwendet werden.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, look at the disk that holds %1.</source>
        <translation>Versuchen Sie es noch einmal; bleibt es so, sehen Sie nach dem Datenträger, auf dem %1 liegt.</translation>
    </message>
    <message>
        <source>The disk that holds the journal of sent events is full.</source>
        <translation>Der Datenträger mit dem Journal der gesendeten Ereignisse ist voll.</translation>
    </message>
    <message>
        <source>Free some space there; nothing that was written before is lost.</source>
        <translation>Schaffen Sie dort Platz; nichts, was vorher geschrieben wurde, ist verloren.</translation>
    </message>
    <message>
        <source>The journal of sent events cannot be written.</source>
        <translation>In das Journal der gesendeten Ereignisse kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Correct the permissions of %1.</source>
        <translation>Berichtigen Sie die Rechte von %1.</translation>
    </message>
    <message>
        <source>Another program uses the journal of sent events.</source>
        <translation>Ein anderes Programm verwendet das Journal der gesendeten Ereignisse.</translation>
    </message>
    <message>
        <source>Close the program that has %1 open.</source>
        <translation>Schließen Sie das Programm, das %1 offen hat.</translation>
    </message>
    <message>
        <source>put the damaged journal aside</source>
        <translation>das beschädigte Journal beiseitelegen</translation>
    </message>
    <message>
        <source>it cannot be renamed</source>
        <translation>es kann nicht umbenannt werden</translation>
    </message>
    <message>
        <source>The journal of sent events is damaged.</source>
        <translation>Das Journal der gesendeten Ereignisse ist beschädigt.</translation>
    </message>
    <message>
        <source>Move %1 to another place and start again.</source>
        <translation>Verschieben Sie %1 an einen anderen Ort, und starten Sie neu.</translation>
    </message>
    <message>
        <source>open the journal of sent events</source>
        <translation>das Journal der gesendeten Ereignisse öffnen</translation>
    </message>
    <message>
        <source>a damaged file</source>
        <translation>eine beschädigte Datei</translation>
    </message>
    <message>
        <source>The journal of sent events was damaged. A new, empty one is in use.</source>
        <translation>Das Journal der gesendeten Ereignisse war beschädigt. Ein neues, leeres ist in Gebrauch.</translation>
    </message>
    <message>
        <source>The old one was kept as %1; `sqlite3 FILE .recover` can read what is left of it.</source>
        <translation>Das alte wurde als %1 aufbewahrt; `sqlite3 FILE .recover` kann lesen, was davon übrig ist.</translation>
    </message>
    <message>
        <source>no driver for SQLite</source>
        <translation>kein Treiber für SQLite</translation>
    </message>
    <message>
        <source>A part of Qt that keeps the journal is missing.</source>
        <translation>Ein Teil von Qt, der das Journal führt, fehlt.</translation>
    </message>
    <message>
        <source>Install the package libqt6sql6-sqlite and start again.</source>
        <translation>Installieren Sie das Paket libqt6sql6-sqlite, und starten Sie neu.</translation>
    </message>
    <message>
        <source>it cannot be created, or belongs to somebody else</source>
        <translation>es kann nicht angelegt werden oder gehört jemand anderem</translation>
    </message>
    <message>
        <source>check the journal of sent events</source>
        <translation>das Journal der gesendeten Ereignisse prüfen</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>Version %1, diese Konsole kennt bis zu %2</translation>
    </message>
    <message>
        <source>The journal of sent events was written by a newer console.</source>
        <translation>Das Journal der gesendeten Ereignisse wurde von einer neueren Konsole geschrieben.</translation>
    </message>
    <message>
        <source>Update this console, or move %1 to another place.</source>
        <translation>Aktualisieren Sie diese Konsole, oder verschieben Sie %1 an einen anderen Ort.</translation>
    </message>
    <message>
        <source>make the tables of the journal</source>
        <translation>die Tabellen des Journals anlegen</translation>
    </message>
    <message>
        <source>use the journal of sent events</source>
        <translation>das Journal der gesendeten Ereignisse verwenden</translation>
    </message>
</context>
<context>
    <name>client::JwtSigner</name>
    <message>
        <source>sign in as a service account</source>
        <translation>als Dienstkonto anmelden</translation>
    </message>
    <message>
        <source>The private key of the service account cannot be used.</source>
        <translation>Der private Schlüssel des Dienstkontos ist nicht zu gebrauchen.</translation>
    </message>
    <message>
        <source>a public key</source>
        <translation>ein öffentlicher Schlüssel</translation>
    </message>
    <message>
        <source>Choose the private key that belongs to it.</source>
        <translation>Wählen Sie den privaten Schlüssel, der dazu gehört.</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>ein Schlüssel mit Kennwort</translation>
    </message>
    <message>
        <source>Remove the pass phrase: openssl pkey -in KEY -out NEWKEY</source>
        <translation>Entfernen Sie das Kennwort: openssl pkey -in KEY -out NEWKEY</translation>
    </message>
    <message>
        <source>no key in PEM form</source>
        <translation>kein Schlüssel in PEM-Form</translation>
    </message>
    <message>
        <source>Choose a file that begins with -----BEGIN PRIVATE KEY-----.</source>
        <translation>Wählen Sie eine Datei, die mit -----BEGIN PRIVATE KEY----- beginnt.</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>Wählen Sie einen unbeschädigten RSA-Schlüssel in PEM-Form.</translation>
    </message>
    <message>
        <source>a key that is not RSA</source>
        <translation>ein Schlüssel, der nicht RSA ist</translation>
    </message>
    <message>
        <source>Dispatch takes RSA keys only: make one.</source>
        <translation>Dispatch nimmt nur RSA-Schlüssel: Erzeugen Sie einen.</translation>
    </message>
    <message>
        <source>an RSA key of %1 bits</source>
        <translation>ein RSA-Schlüssel mit %1 Bit</translation>
    </message>
    <message>
        <source>Make a key of 2048 bits or more: shorter ones are not safe.</source>
        <translation>Erzeugen Sie einen Schlüssel mit mindestens 2048 Bit: kürzere sind nicht sicher.</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>Wählen Sie einen anderen Schlüssel.</translation>
    </message>
    <message>
        <source>a key in the form of OpenSSH</source>
        <translation>ein Schlüssel in der Form von OpenSSH</translation>
    </message>
    <message>
        <source>Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY</source>
        <translation>Wandeln Sie eine Kopie davon um: ssh-keygen -p -m PKCS8 -f COPY</translation>
    </message>
    <message>
        <source>a certificate</source>
        <translation>ein Zertifikat</translation>
    </message>
</context>
<context>
    <name>client::KeptRun</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>In %1 kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Free some space there, and check who owns it.</source>
        <translation>Schaffen Sie dort Platz, und prüfen Sie, wem es gehört.</translation>
    </message>
    <message>
        <source>It was cancelled. A part of it may be done.</source>
        <translation>Es wurde abgebrochen. Ein Teil davon kann getan sein.</translation>
    </message>
    <message>
        <source>It ended without an answer: somebody killed it.</source>
        <translation>Es endete ohne Antwort: Jemand hat es beendet.</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>Sehen Sie nach dem Zustand, bevor Sie es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>It printed more than %1 MiB, and was given up.</source>
        <translation>Es hat mehr als %1 MiB ausgegeben und wurde aufgegeben.</translation>
    </message>
</context>
<context>
    <name>client::KeyPair</name>
    <message>
        <source>make a key pair</source>
        <translation>ein Schlüsselpaar erzeugen</translation>
    </message>
    <message>
        <source>The cryptographic library could not make a key.</source>
        <translation>Die Kryptobibliothek konnte keinen Schlüssel erzeugen.</translation>
    </message>
    <message>
        <source>Check the installation of OpenSSL.</source>
        <translation>Prüfen Sie die Installation von OpenSSL.</translation>
    </message>
</context>
<context>
    <name>client::Keychain</name>
    <message>
        <source>use the keychain</source>
        <translation>den Schlüsselbund verwenden</translation>
    </message>
    <message>
        <source>nothing for %1 s</source>
        <translation>nichts, %1 s lang</translation>
    </message>
    <message>
        <source>The keychain does not answer.</source>
        <translation>Der Schlüsselbund antwortet nicht.</translation>
    </message>
    <message>
        <source>See whether it asks for its password in a window of its own, then let the console ask again.</source>
        <translation>Sehen Sie nach, ob er in einem eigenen Fenster nach seinem Kennwort fragt, und lassen Sie die Konsole dann noch einmal fragen.</translation>
    </message>
    <message>
        <source>no such secret</source>
        <translation>kein solches Geheimnis</translation>
    </message>
    <message>
        <source>The keychain does not hold this secret.</source>
        <translation>Der Schlüsselbund enthält dieses Geheimnis nicht.</translation>
    </message>
    <message>
        <source>Enter it again.</source>
        <translation>Geben Sie es noch einmal ein.</translation>
    </message>
    <message>
        <source>not what was written</source>
        <translation>nicht das, was geschrieben wurde</translation>
    </message>
    <message>
        <source>The keychain does not keep what it is given.</source>
        <translation>Der Schlüsselbund bewahrt nicht auf, was er bekommt.</translation>
    </message>
    <message>
        <source>Repair or replace the keychain of your desktop.</source>
        <translation>Reparieren oder ersetzen Sie den Schlüsselbund Ihres Desktops.</translation>
    </message>
</context>
<context>
    <name>client::LocalServer</name>
    <message>
        <source>there is no program %1</source>
        <translation>es gibt kein Programm %1</translation>
    </message>
    <message>
        <source>The local Dispatch is not installed.</source>
        <translation>Das lokale Dispatch ist nicht installiert.</translation>
    </message>
    <message>
        <source>Install it beside the console or on the PATH, or connect to another server.</source>
        <translation>Installieren Sie es neben der Konsole oder im PATH, oder verbinden Sie sich mit einem anderen Server.</translation>
    </message>
    <message>
        <source>The data folder %1 cannot be written.</source>
        <translation>In den Datenordner %1 kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Free some space, correct its permissions, or choose another folder.</source>
        <translation>Schaffen Sie Platz, berichtigen Sie die Rechte, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The local Dispatch named an address that is not on this machine.</source>
        <translation>Das lokale Dispatch nannte eine Adresse, die nicht auf diesem Rechner ist.</translation>
    </message>
    <message>
        <source>Check which program dispatch-local is.</source>
        <translation>Prüfen Sie, welches Programm dispatch-local ist.</translation>
    </message>
    <message>
        <source>The local Dispatch could not start: %1</source>
        <translation>Das lokale Dispatch konnte nicht starten: %1</translation>
    </message>
    <message>
        <source>Correct that and start again.</source>
        <translation>Berichtigen Sie das, und starten Sie neu.</translation>
    </message>
    <message>
        <source>The local Dispatch could not be started.</source>
        <translation>Das lokale Dispatch konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>Check that %1 is a program for this machine.</source>
        <translation>Prüfen Sie, ob %1 ein Programm für diesen Rechner ist.</translation>
    </message>
    <message>
        <source>no word for %1 s</source>
        <translation>kein Wort, %1 s lang</translation>
    </message>
    <message>
        <source>The local Dispatch did not become ready in time.</source>
        <translation>Das lokale Dispatch war nicht rechtzeitig bereit.</translation>
    </message>
    <message>
        <source>Start it again; if that does not help, look at its log.</source>
        <translation>Starten Sie es neu; hilft das nicht, sehen Sie in sein Protokoll.</translation>
    </message>
    <message>
        <source>start the local Dispatch</source>
        <translation>das lokale Dispatch starten</translation>
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation>es wurde durch Signal %1 beendet</translation>
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation>es endete mit Code %1</translation>
    </message>
    <message>
        <source>The local Dispatch ended although nobody asked it to. Its data is safe.</source>
        <translation>Das lokale Dispatch endete, obwohl niemand darum bat. Seine Daten sind sicher.</translation>
    </message>
    <message>
        <source>Start it again; what was accepted is still there.</source>
        <translation>Starten Sie es neu; was angenommen war, ist noch da.</translation>
    </message>
    <message>
        <source>keep the local Dispatch running</source>
        <translation>das lokale Dispatch am Laufen halten</translation>
    </message>
    <message>
        <source>The local Dispatch ended before it was ready.</source>
        <translation>Das lokale Dispatch endete, bevor es bereit war.</translation>
    </message>
    <message>
        <source>Look at its log, correct what it names and start again.</source>
        <translation>Sehen Sie in sein Protokoll, berichtigen Sie, was es nennt, und starten Sie neu.</translation>
    </message>
    <message>
        <source>local</source>
        <translation>lokal</translation>
    </message>
</context>
<context>
    <name>client::NetworkDoor</name>
    <message>
        <source>nothing was sent</source>
        <translation>nichts wurde gesendet</translation>
    </message>
    <message>
        <source>The connection “%1” is read-only: the console changes nothing there.</source>
        <translation>Die Verbindung „%1“ ist nur zum Lesen: Die Konsole ändert dort nichts.</translation>
    </message>
    <message>
        <source>Change the protection of the connection, if it is meant to be changed from here.</source>
        <translation>Ändern Sie den Schutz der Verbindung, wenn von hier aus geändert werden soll.</translation>
    </message>
</context>
<context>
    <name>client::PodLog</name>
    <message>
        <source>read the log of %1</source>
        <translation>das Protokoll von %1 lesen</translation>
    </message>
    <message>
        <source>The pod is gone.</source>
        <translation>Der Pod ist weg.</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>den Pod %1 ansehen</translation>
    </message>
    <message>
        <source>The pod is gone; another one has its name now.</source>
        <translation>Der Pod ist weg; ein anderer hat jetzt seinen Namen.</translation>
    </message>
    <message>
        <source>The pod has ended.</source>
        <translation>Der Pod ist zu Ende.</translation>
    </message>
    <message>
        <source>The container ended with exit code %1 (%2) and is started again.</source>
        <translation>Der Container endete mit Exit-Code %1 (%2) und wird neu gestartet.</translation>
    </message>
    <message>
        <source>The container is started again.</source>
        <translation>Der Container wird neu gestartet.</translation>
    </message>
    <message>
        <source>save the log of %1</source>
        <translation>das Protokoll von %1 speichern</translation>
    </message>
</context>
<context>
    <name>client::PortForwards</name>
    <message>
        <source>forward port %1 of %2</source>
        <translation>den Port %1 von %2 weiterleiten</translation>
    </message>
    <message>
        <source>The pod %1 is gone.</source>
        <translation>Der Pod %1 ist weg.</translation>
    </message>
    <message>
        <source>Forward a port of the pod that has taken its place.</source>
        <translation>Leiten Sie einen Port des Pods weiter, der an seine Stelle getreten ist.</translation>
    </message>
    <message>
        <source>The forward did not become ready in time.</source>
        <translation>Die Weiterleitung war nicht rechtzeitig bereit.</translation>
    </message>
    <message>
        <source>Look whether the pod runs and the cluster answers.</source>
        <translation>Sehen Sie nach, ob der Pod läuft und der Cluster antwortet.</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>den Pod %1 ansehen</translation>
    </message>
</context>
<context>
    <name>client::PreflightRun</name>
    <message>
        <source>exit code %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>no answer to that</source>
        <translation>keine Antwort darauf</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>minikube has no profile %1</source>
        <translation>minikube hat kein Profil %1</translation>
    </message>
    <message>
        <source>look at what an installation needs</source>
        <translation>nachsehen, was eine Installation braucht</translation>
    </message>
</context>
<context>
    <name>client::PrivateFile</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>In %1 kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>Prüfen Sie, ob Sie dort schreiben dürfen und ob der Datenträger nicht voll ist.</translation>
    </message>
</context>
<context>
    <name>client::PrivateKey</name>
    <message>
        <source>open the private key of the service account</source>
        <translation>den privaten Schlüssel des Dienstkontos öffnen</translation>
    </message>
    <message>
        <source>The private key cannot be used.</source>
        <translation>Der private Schlüssel ist nicht zu gebrauchen.</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>Wählen Sie einen anderen Schlüssel.</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>ein Schlüssel mit Kennwort</translation>
    </message>
    <message>
        <source>The private key is locked.</source>
        <translation>Der private Schlüssel ist gesperrt.</translation>
    </message>
    <message>
        <source>Enter its pass phrase.</source>
        <translation>Geben Sie sein Kennwort ein.</translation>
    </message>
    <message>
        <source>The pass phrase does not open this key.</source>
        <translation>Das Kennwort öffnet diesen Schlüssel nicht.</translation>
    </message>
    <message>
        <source>Enter it again; mind capitals and the layout of the keyboard.</source>
        <translation>Geben Sie es noch einmal ein; achten Sie auf Großbuchstaben und die Tastaturbelegung.</translation>
    </message>
    <message>
        <source>The file of the private key is damaged.</source>
        <translation>Die Datei des privaten Schlüssels ist beschädigt.</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>Wählen Sie einen unbeschädigten RSA-Schlüssel in PEM-Form.</translation>
    </message>
</context>
<context>
    <name>client::ProcessRun</name>
    <message>
        <source>no pipe to the command</source>
        <translation>keine Pipe zum Befehl</translation>
    </message>
    <message>
        <source>This machine has no room for another command.</source>
        <translation>Dieser Rechner hat keinen Platz für einen weiteren Befehl.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Schließen Sie andere Programme, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>it was given up</source>
        <translation>es wurde aufgegeben</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>es dauerte zu lange</translation>
    </message>
    <message>
        <source>The command was cancelled. A part of it may be done.</source>
        <translation>Der Befehl wurde abgebrochen. Ein Teil davon kann getan sein.</translation>
    </message>
    <message>
        <source>The command did not end in time, and was ended.</source>
        <translation>Der Befehl endete nicht rechtzeitig und wurde beendet.</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>Sehen Sie nach dem Zustand, bevor Sie es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>it was killed, or crashed</source>
        <translation>es wurde beendet oder ist abgestürzt</translation>
    </message>
    <message>
        <source>%1 ended without an answer.</source>
        <translation>%1 endete ohne Antwort.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at what it said.</source>
        <translation>Versuchen Sie es noch einmal; geschieht es wieder, sehen Sie nach, was es gesagt hat.</translation>
    </message>
    <message>
        <source>%1 cannot be run.</source>
        <translation>%1 kann nicht ausgeführt werden.</translation>
    </message>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for.</source>
        <translation>%1 ist nicht auf diesem Rechner oder nicht dort, wo Programme gesucht werden.</translation>
    </message>
    <message>
        <source>Check that it is a program for this machine, and that you may run it.</source>
        <translation>Prüfen Sie, ob es ein Programm für diesen Rechner ist, und ob Sie es ausführen dürfen.</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>Installieren Sie es, oder sagen Sie, wo es ist.</translation>
    </message>
</context>
<context>
    <name>client::Profile</name>
    <message>
        <source>read a connection profile</source>
        <translation>ein Verbindungsprofil lesen</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>Ein Verbindungsprofil ist nicht zu gebrauchen.</translation>
    </message>
    <message>
        <source>Correct it in the file, or delete it there; the other profiles are not touched.</source>
        <translation>Berichtigen Sie es in der Datei, oder löschen Sie es dort; die anderen Profile bleiben unberührt.</translation>
    </message>
    <message>
        <source>something that is no profile</source>
        <translation>etwas, das kein Profil ist</translation>
    </message>
    <message>
        <source>the profile “%1” has no id</source>
        <translation>das Profil „%1“ hat keine Kennung</translation>
    </message>
    <message>
        <source>the profile %1 has no name</source>
        <translation>das Profil %1 hat keinen Namen</translation>
    </message>
    <message>
        <source>the address of “%1” cannot be used</source>
        <translation>die Adresse von „%1“ ist nicht zu gebrauchen</translation>
    </message>
    <message>
        <source>the proxy of “%1” cannot be used</source>
        <translation>der Proxy von „%1“ ist nicht zu gebrauchen</translation>
    </message>
    <message>
        <source>“%1” signs in in an unknown way</source>
        <translation>„%1“ meldet sich auf unbekannte Weise an</translation>
    </message>
</context>
<context>
    <name>client::ProfileConnection</name>
    <message>
        <source>use a connection profile</source>
        <translation>ein Verbindungsprofil verwenden</translation>
    </message>
    <message>
        <source>no secret</source>
        <translation>kein Geheimnis</translation>
    </message>
    <message>
        <source>The secret that signs in to “%1” is not here.</source>
        <translation>Das Geheimnis, das bei „%1“ anmeldet, ist nicht hier.</translation>
    </message>
    <message>
        <source>Enter the cookie, the token or the key again.</source>
        <translation>Geben Sie Cookie, Token oder Schlüssel noch einmal ein.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>That is no service account.</source>
        <translation>Das ist kein Dienstkonto.</translation>
    </message>
    <message>
        <source>Enter its name, or ORGANIZATION/NAME.</source>
        <translation>Geben Sie seinen Namen ein, oder ORGANISATION/NAME.</translation>
    </message>
</context>
<context>
    <name>client::ProfileExport</name>
    <message>
        <source>export the connection profiles</source>
        <translation>die Verbindungsprofile exportieren</translation>
    </message>
    <message>
        <source>The file was not written.</source>
        <translation>Die Datei wurde nicht geschrieben.</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>Prüfen Sie, ob in %1 geschrieben werden kann und der Datenträger nicht voll ist.</translation>
    </message>
</context>
<context>
    <name>client::ProfileFile</name>
    <message>
        <source>use the file of the connection profiles</source>
        <translation>die Datei der Verbindungsprofile verwenden</translation>
    </message>
    <message>
        <source>The connection profiles in %1 cannot be read.</source>
        <translation>Die Verbindungsprofile in %1 können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Repair the file, or go on: before anything is saved, the damaged file is kept under another name.</source>
        <translation>Reparieren Sie die Datei, oder machen Sie weiter: Bevor etwas gespeichert wird, wird die beschädigte Datei unter anderem Namen aufbewahrt.</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>The file of the connection profiles is larger than such a file can be.</source>
        <translation>Die Datei der Verbindungsprofile ist größer, als eine solche Datei sein kann.</translation>
    </message>
    <message>
        <source>Move it away: %1</source>
        <translation>Verschieben Sie sie: %1</translation>
    </message>
    <message>
        <source>JSON that is no list of profiles</source>
        <translation>JSON, das keine Liste von Profilen ist</translation>
    </message>
    <message>
        <source>version %1; this console knows %2</source>
        <translation>Version %1; diese Konsole kennt %2</translation>
    </message>
    <message>
        <source>The connection profiles were written by a later version of the console. They are left as they are.</source>
        <translation>Die Verbindungsprofile wurden von einer späteren Version der Konsole geschrieben. Sie bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Use the later version, or move the file away: %1</source>
        <translation>Nehmen Sie die spätere Version, oder verschieben Sie die Datei: %1</translation>
    </message>
    <message>
        <source>“%1” has the id of another profile</source>
        <translation>„%1“ hat die Kennung eines anderen Profils</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>Ein Verbindungsprofil ist nicht zu gebrauchen.</translation>
    </message>
    <message>
        <source>Give it another id in the file, or delete it there.</source>
        <translation>Geben Sie ihm in der Datei eine andere Kennung, oder löschen Sie es dort.</translation>
    </message>
    <message>
        <source>The connection profiles were not saved.</source>
        <translation>Die Verbindungsprofile wurden nicht gespeichert.</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>Prüfen Sie, ob in %1 geschrieben werden kann und der Datenträger nicht voll ist.</translation>
    </message>
    <message>
        <source>another console holds it</source>
        <translation>eine andere Konsole hält sie</translation>
    </message>
    <message>
        <source>it cannot be locked</source>
        <translation>sie kann nicht gesperrt werden</translation>
    </message>
    <message>
        <source>Try again, and check that the folder can be written: %1</source>
        <translation>Versuchen Sie es noch einmal, und prüfen Sie, ob in den Ordner geschrieben werden kann: %1</translation>
    </message>
    <message>
        <source>“%1” is not what it was</source>
        <translation>„%1“ ist nicht, was es war</translation>
    </message>
    <message>
        <source>Another console has changed or deleted this profile meanwhile. Nothing was saved.</source>
        <translation>Eine andere Konsole hat dieses Profil inzwischen geändert oder gelöscht. Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Look at the profile as it is now, then change it again.</source>
        <translation>Sehen Sie das Profil an, wie es jetzt ist, und ändern Sie es dann noch einmal.</translation>
    </message>
</context>
<context>
    <name>client::RegularFile</name>
    <message>
        <source>read the file %1</source>
        <translation>die Datei %1 lesen</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Die Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Check its permissions and the disk it is on, or choose another file.</source>
        <translation>Prüfen Sie ihre Rechte und den Datenträger, auf dem sie liegt, oder wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>There is no such file (any more).</source>
        <translation>Diese Datei gibt es nicht (mehr).</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>Wählen Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is a named pipe</source>
        <translation>es ist eine benannte Pipe</translation>
    </message>
    <message>
        <source>it is a socket</source>
        <translation>es ist ein Socket</translation>
    </message>
    <message>
        <source>it is a device</source>
        <translation>es ist ein Gerät</translation>
    </message>
    <message>
        <source>Only the content of a file can be sent.</source>
        <translation>Nur der Inhalt einer Datei kann gesendet werden.</translation>
    </message>
    <message>
        <source>Choose a file; copy what you want to send into one first.</source>
        <translation>Wählen Sie eine Datei; kopieren Sie vorher hinein, was Sie senden möchten.</translation>
    </message>
    <message>
        <source>The file changed since you chose it.</source>
        <translation>Die Datei hat sich geändert, seit Sie sie gewählt haben.</translation>
    </message>
    <message>
        <source>Look at it, then choose it again to send it as it is now.</source>
        <translation>Sehen Sie sie an, und wählen Sie sie noch einmal, um sie so zu senden, wie sie jetzt ist.</translation>
    </message>
</context>
<context>
    <name>client::RunWatch</name>
    <message>
        <source>look at the runs</source>
        <translation>die Läufe ansehen</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>JSON, das keine Liste ist</translation>
    </message>
</context>
<context>
    <name>client::ServiceAccountMaker</name>
    <message>
        <source>Making a key…</source>
        <translation>Erzeuge einen Schlüssel …</translation>
    </message>
    <message>
        <source>Making the service account…</source>
        <translation>Lege das Dienstkonto an …</translation>
    </message>
    <message>
        <source>the service account %1</source>
        <translation>das Dienstkonto %1</translation>
    </message>
    <message>
        <source>Making the policy…</source>
        <translation>Lege die Richtlinie an …</translation>
    </message>
    <message>
        <source>Keeping the key…</source>
        <translation>Bewahre den Schlüssel auf …</translation>
    </message>
    <message>
        <source>Made before that, and still there: %1.</source>
        <translation>Vorher angelegt und noch da: %1.</translation>
    </message>
</context>
<context>
    <name>client::SourceArchive</name>
    <message>
        <source>pack the source %1</source>
        <translation>den Quelltext %1 packen</translation>
    </message>
    <message>
        <source>The source could not be packed: %1</source>
        <translation>Der Quelltext konnte nicht gepackt werden: %1</translation>
    </message>
    <message>
        <source>compression failed</source>
        <translation>die Komprimierung schlug fehl</translation>
    </message>
    <message>
        <source>the folder has no files</source>
        <translation>der Ordner hat keine Dateien</translation>
    </message>
    <message>
        <source>Choose the folder that holds the code.</source>
        <translation>Wählen Sie den Ordner, der den Code enthält.</translation>
    </message>
    <message>
        <source>Check that you may read the file.</source>
        <translation>Prüfen Sie, ob Sie die Datei lesen dürfen.</translation>
    </message>
    <message>
        <source>it is larger than 64 MB</source>
        <translation>er ist größer als 64 MB</translation>
    </message>
    <message>
        <source>Leave out what the function does not need, or put libraries into its image.</source>
        <translation>Lassen Sie weg, was die Funktion nicht braucht, oder legen Sie Bibliotheken in ihr Image.</translation>
    </message>
</context>
<context>
    <name>client::StandingCommand</name>
    <message>
        <source>open a tunnel to %1</source>
        <translation>einen Tunnel zu %1 öffnen</translation>
    </message>
    <message>
        <source>open the dashboard of %1</source>
        <translation>das Dashboard von %1 öffnen</translation>
    </message>
</context>
<context>
    <name>client::SystemKeychain</name>
    <message>
        <source>use the keychain</source>
        <translation>den Schlüsselbund verwenden</translation>
    </message>
    <message>
        <source>The keychain did not let the console in.</source>
        <translation>Der Schlüsselbund hat die Konsole nicht hineingelassen.</translation>
    </message>
    <message>
        <source>The keychain did not do what it was asked; it may be locked.</source>
        <translation>Der Schlüsselbund hat nicht getan, worum er gebeten wurde; vielleicht ist er gesperrt.</translation>
    </message>
    <message>
        <source>Unlock the keychain of your desktop and allow the console to use it, then try again.</source>
        <translation>Entsperren Sie den Schlüsselbund Ihres Desktops, erlauben Sie der Konsole, ihn zu verwenden, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Secret Service</source>
        <translation>Secret Service</translation>
    </message>
    <message>
        <source>KWallet</source>
        <translation>KWallet</translation>
    </message>
    <message>
        <source>Windows Credential Manager</source>
        <translation>Windows-Anmeldeinformationsverwaltung</translation>
    </message>
    <message>
        <source>macOS Keychain</source>
        <translation>macOS-Schlüsselbund</translation>
    </message>
    <message>
        <source>no D-Bus session</source>
        <translation>keine D-Bus-Sitzung</translation>
    </message>
    <message>
        <source>This session has no keychain.</source>
        <translation>Diese Sitzung hat keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>Start the console from a desktop session to have secrets kept.</source>
        <translation>Starten Sie die Konsole aus einer Desktop-Sitzung, damit Geheimnisse aufbewahrt werden.</translation>
    </message>
    <message>
        <source>neither libsecret nor KWallet</source>
        <translation>weder libsecret noch KWallet</translation>
    </message>
    <message>
        <source>There is no keychain.</source>
        <translation>Es gibt keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>Install libsecret-1-0 and a keychain such as gnome-keyring.</source>
        <translation>Installieren Sie libsecret-1-0 und einen Schlüsselbund wie gnome-keyring.</translation>
    </message>
</context>
<context>
    <name>client::TemplateFolder</name>
    <message>
        <source>read the template %1</source>
        <translation>die Vorlage %1 lesen</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>The file is too large for a template.</source>
        <translation>Die Datei ist zu groß für eine Vorlage.</translation>
    </message>
    <message>
        <source>Let the template name a file for its data instead.</source>
        <translation>Lassen Sie die Vorlage stattdessen eine Datei für ihre Daten nennen.</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>The file is no template.</source>
        <translation>Die Datei ist keine Vorlage.</translation>
    </message>
    <message>
        <source>Correct it in an editor; it was left as it is.</source>
        <translation>Berichtigen Sie sie in einem Editor; sie blieb, wie sie ist.</translation>
    </message>
    <message>
        <source>save the template %1</source>
        <translation>die Vorlage %1 speichern</translation>
    </message>
    <message>
        <source>The file %1 could not be written.</source>
        <translation>Die Datei %1 konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Check the permissions of the folder and the space on its disk.</source>
        <translation>Prüfen Sie die Rechte des Ordners und den Platz auf seinem Datenträger.</translation>
    </message>
    <message>
        <source>delete the template %1</source>
        <translation>die Vorlage %1 löschen</translation>
    </message>
    <message>
        <source>The file could not be deleted.</source>
        <translation>Die Datei konnte nicht gelöscht werden.</translation>
    </message>
    <message>
        <source>Check the permissions of its folder.</source>
        <translation>Prüfen Sie die Rechte ihres Ordners.</translation>
    </message>
    <message>
        <source>rename the template %1</source>
        <translation>die Vorlage %1 umbenennen</translation>
    </message>
    <message>
        <source>there is a file %1</source>
        <translation>es gibt eine Datei %1</translation>
    </message>
    <message>
        <source>Another template has that name.</source>
        <translation>Eine andere Vorlage hat diesen Namen.</translation>
    </message>
    <message>
        <source>Choose another name, or delete the other one first.</source>
        <translation>Wählen Sie einen anderen Namen, oder löschen Sie zuerst die andere.</translation>
    </message>
</context>
<context>
    <name>client::Tls</name>
    <message>
        <source>read %1</source>
        <translation>%1 lesen</translation>
    </message>
    <message>
        <source>Choose another file in the settings of the connection.</source>
        <translation>Wählen Sie in den Einstellungen der Verbindung eine andere Datei.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Die Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation>kein Zertifikat</translation>
    </message>
    <message>
        <source>That is no file of PEM certificates.</source>
        <translation>Das ist keine Datei mit PEM-Zertifikaten.</translation>
    </message>
    <message>
        <source>no private key, or a locked one</source>
        <translation>kein privater Schlüssel, oder ein gesperrter</translation>
    </message>
    <message>
        <source>The private key of a certificate must be PEM without a pass phrase.</source>
        <translation>Der private Schlüssel eines Zertifikats muss PEM ohne Kennwort sein.</translation>
    </message>
    <message>
        <source>The certificate of %1 comes from %2, and nothing on this machine vouches for that.</source>
        <translation>Das Zertifikat von %1 kommt von %2, und nichts auf diesem Rechner bürgt dafür.</translation>
    </message>
    <message>
        <source>Give the connection the CA file of your organization, or compare the fingerprint with the administrator and pin the certificate.</source>
        <translation>Geben Sie der Verbindung die CA-Datei Ihrer Organisation, oder vergleichen Sie den Fingerabdruck mit der Verwaltung und heften Sie das Zertifikat an.</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate.</source>
        <translation>Bitten Sie die Verwaltung um ein neues Zertifikat.</translation>
    </message>
    <message>
        <source>The certificate of %1 was good until %4.</source>
        <translation>Das Zertifikat von %1 galt bis %4.</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate; if it should still be good, set the clock of this machine.</source>
        <translation>Bitten Sie die Verwaltung um ein neues Zertifikat; sollte es noch gelten, stellen Sie die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>The certificate of %1 is good from %3 only.</source>
        <translation>Das Zertifikat von %1 gilt erst ab %3.</translation>
    </message>
    <message>
        <source>Set the clock of this machine, or ask the administrator for a new certificate.</source>
        <translation>Stellen Sie die Uhr dieses Rechners, oder bitten Sie die Verwaltung um ein neues Zertifikat.</translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked.</source>
        <translation>Das Zertifikat von %1 wurde widerrufen.</translation>
    </message>
    <message>
        <source>The certificate of %1 is known to be in the wrong hands.</source>
        <translation>Das Zertifikat von %1 ist bekanntlich in falschen Händen.</translation>
    </message>
    <message>
        <source>The certificate is for %5, and not for the host of this connection.</source>
        <translation>Das Zertifikat ist für %5, und nicht für den Rechner dieser Verbindung.</translation>
    </message>
    <message>
        <source>Use a name from the certificate as address, or pin the certificate after comparing its fingerprint.</source>
        <translation>Nehmen Sie einen Namen aus dem Zertifikat als Adresse, oder heften Sie das Zertifikat an, nachdem Sie seinen Fingerabdruck verglichen haben.</translation>
    </message>
    <message>
        <source>The certificate of %1 is signed by nobody but itself.</source>
        <translation>Das Zertifikat von %1 ist von niemandem außer sich selbst unterschrieben.</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the administrator and pin the certificate, or choose its file as CA file.</source>
        <translation>Vergleichen Sie den Fingerabdruck mit der Verwaltung und heften Sie das Zertifikat an, oder wählen Sie seine Datei als CA-Datei.</translation>
    </message>
    <message>
        <source>%2 signed the certificate of %1 without being allowed to.</source>
        <translation>%2 hat das Zertifikat von %1 unterschrieben, ohne es zu dürfen.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not one for servers.</source>
        <translation>Das Zertifikat von %1 ist keines für Server.</translation>
    </message>
    <message>
        <source>The server sent no certificate.</source>
        <translation>Der Server hat kein Zertifikat gesendet.</translation>
    </message>
    <message>
        <source>That port does not speak TLS, probably plain http.</source>
        <translation>Dieser Port spricht kein TLS, wohl eher einfaches http.</translation>
    </message>
    <message>
        <source>Use http:// in the address, or the port for https.</source>
        <translation>Nehmen Sie http:// in der Adresse, oder den Port für https.</translation>
    </message>
    <message>
        <source>The key of the server&apos;s certificate is too short to be safe.</source>
        <translation>Der Schlüssel im Zertifikat des Servers ist zu kurz, um sicher zu sein.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed in a way that is no longer safe.</source>
        <translation>Das Zertifikat des Servers ist auf eine Weise unterschrieben, die nicht mehr sicher ist.</translation>
    </message>
    <message>
        <source>The server wants a client certificate.</source>
        <translation>Der Server verlangt ein Client-Zertifikat.</translation>
    </message>
    <message>
        <source>Choose one, with its key, in the settings of the connection.</source>
        <translation>Wählen Sie eines, mit seinem Schlüssel, in den Einstellungen der Verbindung.</translation>
    </message>
    <message>
        <source>The server speaks only versions of TLS that are no longer safe.</source>
        <translation>Der Server spricht nur Versionen von TLS, die nicht mehr sicher sind.</translation>
    </message>
    <message>
        <source>Ask the administrator to switch TLS 1.2 or 1.3 on.</source>
        <translation>Bitten Sie die Verwaltung, TLS 1.2 oder 1.3 einzuschalten.</translation>
    </message>
    <message>
        <source>The server does not trust our client certificate.</source>
        <translation>Der Server vertraut unserem Client-Zertifikat nicht.</translation>
    </message>
    <message>
        <source>Choose another one in the settings of the connection.</source>
        <translation>Wählen Sie ein anderes in den Einstellungen der Verbindung.</translation>
    </message>
    <message>
        <source>The server does not take our client certificate.</source>
        <translation>Der Server nimmt unser Client-Zertifikat nicht an.</translation>
    </message>
    <message>
        <source>The server hung up while the connection was being secured. It may not speak TLS.</source>
        <translation>Der Server hat aufgelegt, während die Verbindung gesichert wurde. Vielleicht spricht er kein TLS.</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>Prüfen Sie den Port, und ob es http oder https sein muss.</translation>
    </message>
    <message>
        <source>(nameless)</source>
        <translation>(namenlos)</translation>
    </message>
    <message>
        <source>certificate %1 of %2: </source>
        <translation>Zertifikat %1 von %2: </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>No trusted connection: the server&apos;s certificate was not accepted.</source>
        <translation>Keine vertrauenswürdige Verbindung: Das Zertifikat des Servers wurde nicht angenommen.</translation>
    </message>
    <message>
        <source>Check the address, and add the server&apos;s certificate authority to the connection.</source>
        <translation>Prüfen Sie die Adresse, und geben Sie der Verbindung die Zertifizierungsstelle des Servers.</translation>
    </message>
    <message>
        <source>a certificate with another fingerprint than the pinned one</source>
        <translation>ein Zertifikat mit einem anderen Fingerabdruck als das angeheftete</translation>
    </message>
    <message>
        <source>This is not the certificate that was pinned: it was renewed, or somebody is in between.</source>
        <translation>Das ist nicht das Zertifikat, das angeheftet wurde: Es wurde erneuert, oder jemand ist dazwischen.</translation>
    </message>
    <message>
        <source>Compare the new fingerprint with the administrator before you pin it.</source>
        <translation>Vergleichen Sie den neuen Fingerabdruck mit der Verwaltung, bevor Sie es anheften.</translation>
    </message>
    <message>
        <source>Its key is also too short to be safe.</source>
        <translation>Sein Schlüssel ist außerdem zu kurz, um sicher zu sein.</translation>
    </message>
    <message>
        <source>%1, by %2, until %3, SHA-256 %4</source>
        <translation>%1, von %2, bis %3, SHA-256 %4</translation>
    </message>
</context>
<context>
    <name>client::Toolbox</name>
    <message>
        <source>makes and runs the cluster</source>
        <translation>erzeugt und betreibt den Cluster</translation>
    </message>
    <message>
        <source>shows what runs in it</source>
        <translation>zeigt, was darin läuft</translation>
    </message>
    <message>
        <source>installs Dispatch in it</source>
        <translation>installiert Dispatch darin</translation>
    </message>
    <message>
        <source>the installer of Dispatch</source>
        <translation>das Installationsprogramm von Dispatch</translation>
    </message>
    <message>
        <source>makes certificates for Dispatch</source>
        <translation>erzeugt Zertifikate für Dispatch</translation>
    </message>
    <message>
        <source>can carry the cluster as a container</source>
        <translation>kann den Cluster als Container tragen</translation>
    </message>
    <message>
        <source>can carry the cluster as a machine</source>
        <translation>kann den Cluster als Maschine tragen</translation>
    </message>
    <message>
        <source>ask %1 for its version</source>
        <translation>%1 nach der Version fragen</translation>
    </message>
    <message>
        <source>sudo apt install %1</source>
        <translation>sudo apt install %1</translation>
    </message>
    <message>
        <source>get it from %1</source>
        <translation>von %1 holen</translation>
    </message>
</context>
<context>
    <name>client::Undo</name>
    <message>
        <source>take back the change of %1</source>
        <translation>die Änderung von %1 zurücknehmen</translation>
    </message>
    <message>
        <source>take changes back</source>
        <translation>Änderungen zurücknehmen</translation>
    </message>
    <message>
        <source>The values that the secret %1 had are gone: they are never written to the disk. It can come back only with its keys.</source>
        <translation>Die Werte, die das Geheimnis %1 hatte, sind weg: Sie werden nie auf den Datenträger geschrieben. Es kann nur mit seinen Schlüsseln zurückkommen.</translation>
    </message>
    <message>
        <source>This console does not know the kind %1.</source>
        <translation>Diese Konsole kennt die Art %1 nicht.</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the deleted one cannot be made again from here. Create it from its file.</source>
        <translation>Kein Server gibt den Quelltext einer Funktion zurück, also kann die gelöschte von hier nicht wieder angelegt werden. Legen Sie sie aus ihrer Datei an.</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the one before cannot be brought back from here. Save the function again from its file.</source>
        <translation>Kein Server gibt den Quelltext einer Funktion zurück, also kann der vorige von hier nicht zurückgeholt werden. Speichern Sie die Funktion noch einmal aus ihrer Datei.</translation>
    </message>
</context>
<context>
    <name>client::WorkloadWatch</name>
    <message>
        <source>all namespaces</source>
        <translation>alle Namensräume</translation>
    </message>
    <message>
        <source>list the pods of %1</source>
        <translation>die Pods auflisten: %1</translation>
    </message>
    <message>
        <source>list the events of %1</source>
        <translation>die Ereignisse auflisten: %1</translation>
    </message>
    <message>
        <source>list the namespaces</source>
        <translation>die Namensräume auflisten</translation>
    </message>
    <message>
        <source>list the nodes</source>
        <translation>die Knoten auflisten</translation>
    </message>
</context>
<context>
    <name>models::ClusterFailure</name>
    <message>
        <source>This minikube is too new for that version of Kubernetes.</source>
        <translation>Dieses minikube ist zu neu für jene Version von Kubernetes.</translation>
    </message>
    <message>
        <source>Choose a newer Kubernetes; for Kubernetes 1.15 take minikube v1.24.0 or older.</source>
        <translation>Wählen Sie ein neueres Kubernetes; für Kubernetes 1.15 nehmen Sie minikube v1.24.0 oder älter.</translation>
    </message>
    <message>
        <source>A cluster cannot go back to an older Kubernetes.</source>
        <translation>Ein Cluster kann nicht auf ein älteres Kubernetes zurück.</translation>
    </message>
    <message>
        <source>Delete this cluster and create it again with that version, create a second one, or start it with the version it has.</source>
        <translation>Löschen Sie diesen Cluster und legen Sie ihn mit jener Version neu an, legen Sie einen zweiten an, oder starten Sie ihn mit der Version, die er hat.</translation>
    </message>
    <message>
        <source>The cluster is paused.</source>
        <translation>Der Cluster ist pausiert.</translation>
    </message>
    <message>
        <source>Unpause it first.</source>
        <translation>Setzen Sie ihn zuerst fort.</translation>
    </message>
    <message>
        <source>Kubernetes itself did not come up.</source>
        <translation>Kubernetes selbst kam nicht hoch.</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, the logs say why, or delete it and create it anew.</source>
        <translation>Starten Sie ihn noch einmal. Hilft das nicht, sagen die Protokolle, warum, oder löschen Sie ihn und legen Sie ihn neu an.</translation>
    </message>
    <message>
        <source>This machine has less memory than that.</source>
        <translation>Dieser Rechner hat weniger Speicher.</translation>
    </message>
    <message>
        <source>Give the cluster less memory.</source>
        <translation>Geben Sie dem Cluster weniger Speicher.</translation>
    </message>
    <message>
        <source>This machine does not have what was asked for.</source>
        <translation>Dieser Rechner hat nicht, was verlangt wurde.</translation>
    </message>
    <message>
        <source>Ask for less.</source>
        <translation>Verlangen Sie weniger.</translation>
    </message>
    <message>
        <source>The memory does not fit: too little, or more than there is.</source>
        <translation>Der Speicher passt nicht: zu wenig, oder mehr, als es gibt.</translation>
    </message>
    <message>
        <source>Choose another amount of memory.</source>
        <translation>Wählen Sie eine andere Menge Speicher.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation>Schaffen Sie Platz, und starten Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>minikube may not use a file or device it needs.</source>
        <translation>minikube darf eine Datei oder ein Gerät nicht verwenden, das es braucht.</translation>
    </message>
    <message>
        <source>Check who owns the files it names.</source>
        <translation>Prüfen Sie, wem die Dateien gehören, die es nennt.</translation>
    </message>
    <message>
        <source>There are fewer processors than that.</source>
        <translation>So viele Prozessoren gibt es nicht.</translation>
    </message>
    <message>
        <source>Give the cluster fewer processors, or at least the two it needs.</source>
        <translation>Geben Sie dem Cluster weniger Prozessoren, aber mindestens die zwei, die er braucht.</translation>
    </message>
    <message>
        <source>kubeconfig cannot be written.</source>
        <translation>kubeconfig kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Make ~/.kube and its files yours: sudo chown -R $USER ~/.kube.</source>
        <translation>Machen Sie ~/.kube und seine Dateien zu Ihren: sudo chown -R $USER ~/.kube.</translation>
    </message>
    <message>
        <source>This machine cannot run virtual machines, or that is switched off.</source>
        <translation>Dieser Rechner kann keine virtuellen Maschinen ausführen, oder das ist abgeschaltet.</translation>
    </message>
    <message>
        <source>Switch virtualisation on in the firmware, or use a container driver such as docker.</source>
        <translation>Schalten Sie die Virtualisierung in der Firmware ein, oder nehmen Sie einen Container-Treiber wie docker.</translation>
    </message>
    <message>
        <source>Something on this machine is in the way.</source>
        <translation>Etwas auf diesem Rechner ist im Weg.</translation>
    </message>
    <message>
        <source>Mend what minikube names, then start again.</source>
        <translation>Beheben Sie, was minikube nennt, und starten Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Something could not be fetched from the network.</source>
        <translation>Etwas konnte nicht aus dem Netz geholt werden.</translation>
    </message>
    <message>
        <source>Check the network, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY, then start again.</source>
        <translation>Prüfen Sie das Netz sowie HTTP_PROXY, HTTPS_PROXY und NO_PROXY, und starten Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Nothing on this machine can carry the cluster with that driver.</source>
        <translation>Nichts auf diesem Rechner kann den Cluster mit diesem Treiber tragen.</translation>
    </message>
    <message>
        <source>Install Docker, or choose another driver.</source>
        <translation>Installieren Sie Docker, oder wählen Sie einen anderen Treiber.</translation>
    </message>
    <message>
        <source>This driver must not be used as this user.</source>
        <translation>Dieser Treiber darf nicht unter diesem Benutzer verwendet werden.</translation>
    </message>
    <message>
        <source>Start the console as a user that is not root, or use another driver.</source>
        <translation>Starten Sie die Konsole unter einem Benutzer, der nicht root ist, oder nehmen Sie einen anderen Treiber.</translation>
    </message>
    <message>
        <source>The driver does not work.</source>
        <translation>Der Treiber funktioniert nicht.</translation>
    </message>
    <message>
        <source>Choose another driver.</source>
        <translation>Wählen Sie einen anderen Treiber.</translation>
    </message>
    <message>
        <source>What carries the cluster does not run.</source>
        <translation>Was den Cluster trägt, läuft nicht.</translation>
    </message>
    <message>
        <source>Start it (for Docker: sudo systemctl start docker), then try again.</source>
        <translation>Starten Sie es (bei Docker: sudo systemctl start docker), und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>What should carry the cluster is not installed.</source>
        <translation>Was den Cluster tragen soll, ist nicht installiert.</translation>
    </message>
    <message>
        <source>Install it, or choose another driver.</source>
        <translation>Installieren Sie es, oder wählen Sie einen anderen Treiber.</translation>
    </message>
    <message>
        <source>You may not use what should carry the cluster.</source>
        <translation>Sie dürfen nicht verwenden, was den Cluster tragen soll.</translation>
    </message>
    <message>
        <source>For Docker: sudo usermod -aG docker $USER, then sign in to the desktop again.</source>
        <translation>Bei Docker: sudo usermod -aG docker $USER, dann am Desktop neu anmelden.</translation>
    </message>
    <message>
        <source>What carries the cluster does not work.</source>
        <translation>Was den Cluster trägt, funktioniert nicht.</translation>
    </message>
    <message>
        <source>Look at it with its own tools, then try again.</source>
        <translation>Sehen Sie es mit seinen eigenen Werkzeugen an, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The network between this machine and the cluster does not work.</source>
        <translation>Das Netz zwischen diesem Rechner und dem Cluster funktioniert nicht.</translation>
    </message>
    <message>
        <source>Check VPN and firewall, then start again.</source>
        <translation>Prüfen Sie VPN und Firewall, und starten Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>The cluster was made with another driver.</source>
        <translation>Der Cluster wurde mit einem anderen Treiber angelegt.</translation>
    </message>
    <message>
        <source>Start it with its own driver, or delete it and create it again.</source>
        <translation>Starten Sie ihn mit seinem eigenen Treiber, oder löschen Sie ihn und legen Sie ihn neu an.</translation>
    </message>
    <message>
        <source>The cluster does not run.</source>
        <translation>Der Cluster läuft nicht.</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>Starten Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>Dieses Profil gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Somebody deleted it; create it again if you want it.</source>
        <translation>Jemand hat es gelöscht; legen Sie es neu an, wenn Sie es möchten.</translation>
    </message>
    <message>
        <source>The machine of the cluster could not be made or started.</source>
        <translation>Die Maschine des Clusters konnte nicht erzeugt oder gestartet werden.</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, delete it and create it anew.</source>
        <translation>Starten Sie ihn noch einmal. Hilft das nicht, löschen Sie ihn und legen Sie ihn neu an.</translation>
    </message>
    <message>
        <source>The container runtime in the cluster does not work.</source>
        <translation>Die Container-Laufzeit im Cluster funktioniert nicht.</translation>
    </message>
    <message>
        <source>Save the logs and look there, or create it with another runtime.</source>
        <translation>Speichern Sie die Protokolle und sehen Sie dort nach, oder legen Sie ihn mit einer anderen Laufzeit an.</translation>
    </message>
    <message>
        <source>A tunnel runs already.</source>
        <translation>Es läuft schon ein Tunnel.</translation>
    </message>
    <message>
        <source>Use that one, or end it where it was started.</source>
        <translation>Nehmen Sie diesen, oder beenden Sie ihn dort, wo er gestartet wurde.</translation>
    </message>
    <message>
        <source>minikube does not take one of the settings.</source>
        <translation>minikube nimmt eine der Einstellungen nicht an.</translation>
    </message>
    <message>
        <source>Change the setting it names.</source>
        <translation>Ändern Sie die Einstellung, die es nennt.</translation>
    </message>
    <message>
        <source>minikube was killed.</source>
        <translation>minikube wurde gewaltsam beendet.</translation>
    </message>
    <message>
        <source>Look at the state, then try again.</source>
        <translation>Sehen Sie nach dem Zustand, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>minikube could not do it.</source>
        <translation>minikube konnte es nicht tun.</translation>
    </message>
    <message>
        <source>Read what it said; its logs say more.</source>
        <translation>Lesen Sie, was es gesagt hat; seine Protokolle sagen mehr.</translation>
    </message>
</context>
<context>
    <name>models::ClusterFix</name>
    <message>
        <source>Start the cluster</source>
        <translation>Den Cluster starten</translation>
    </message>
    <message>
        <source>Create a cluster…</source>
        <translation>Einen Cluster anlegen …</translation>
    </message>
    <message>
        <source>Choose dispatch…</source>
        <translation>dispatch wählen …</translation>
    </message>
    <message>
        <source>Choose helm…</source>
        <translation>helm wählen …</translation>
    </message>
    <message>
        <source>Choose kubectl…</source>
        <translation>kubectl wählen …</translation>
    </message>
    <message>
        <source>Choose minikube…</source>
        <translation>minikube wählen …</translation>
    </message>
    <message>
        <source>Choose openssl…</source>
        <translation>openssl wählen …</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>Die Befehle kopieren</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Den Befehl kopieren</translation>
    </message>
    <message>
        <source>Use today&apos;s repositories</source>
        <translation>Heutige Repositorys verwenden</translation>
    </message>
    <message>
        <source>Use its address</source>
        <translation>Seine Adresse verwenden</translation>
    </message>
    <message>
        <source>Use the local Dispatch</source>
        <translation>Das lokale Dispatch verwenden</translation>
    </message>
    <message>
        <source>To the settings</source>
        <translation>Zu den Einstellungen</translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation>Deinstallieren …</translation>
    </message>
    <message>
        <source>Show the pods</source>
        <translation>Die Pods zeigen</translation>
    </message>
</context>
<context>
    <name>models::ClusterProfile</name>
    <message>
        <source>minikube answered something that is none of its known answers.</source>
        <translation>minikube hat etwas geantwortet, das keine seiner bekannten Antworten ist.</translation>
    </message>
    <message>
        <source>Check that the tool is minikube, and its version.</source>
        <translation>Prüfen Sie, ob das Werkzeug minikube ist, und seine Version.</translation>
    </message>
    <message>
        <source>list the profiles of minikube</source>
        <translation>die Profile von minikube auflisten</translation>
    </message>
    <message>
        <source>minikube cannot read its own files, most likely kubeconfig.</source>
        <translation>minikube kann seine eigenen Dateien nicht lesen, höchstwahrscheinlich kubeconfig.</translation>
    </message>
    <message>
        <source>Check the file that KUBECONFIG names, or ~/.kube/config: is it YAML, and yours?</source>
        <translation>Prüfen Sie die Datei, die KUBECONFIG nennt, oder ~/.kube/config: Ist sie YAML, und Ihre?</translation>
    </message>
    <message>
        <source>ask minikube for the state</source>
        <translation>minikube nach dem Zustand fragen</translation>
    </message>
    <message>
        <source>A name has at least two letters.</source>
        <translation>Ein Name hat mindestens zwei Zeichen.</translation>
    </message>
    <message>
        <source>Letters, digits, - and . only; it begins and ends with a letter or a digit.</source>
        <translation>Nur Buchstaben, Ziffern, - und .; am Anfang und am Ende steht ein Buchstabe oder eine Ziffer.</translation>
    </message>
    <message>
        <source>minikube keeps this word for itself.</source>
        <translation>Dieses Wort behält minikube sich selbst vor.</translation>
    </message>
</context>
<context>
    <name>models::ClusterState</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>minikube has not said yet how it is.</source>
        <translation>minikube hat noch nicht gesagt, wie es ihm geht.</translation>
    </message>
    <message>
        <source>nonexistent</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>Dieses Profil gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>kaputt</translation>
    </message>
    <message>
        <source>Its settings cannot be read: a start that never got far leaves this behind. Delete it.</source>
        <translation>Seine Einstellungen können nicht gelesen werden: Das bleibt von einem Start übrig, der nie weit kam. Löschen Sie es.</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>pausiert gerade</translation>
    </message>
    <message>
        <source>unpausing</source>
        <translation>wird fortgesetzt</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>wird gelöscht</translation>
    </message>
    <message>
        <source>starting elsewhere</source>
        <translation>startet anderswo</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>Start it to see what runs in it.</source>
        <translation>Starten Sie ihn, um zu sehen, was darin läuft.</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>Kubernetes itself is paused; what runs in other namespaces, Dispatch too, goes on without it.</source>
        <translation>Kubernetes selbst ist pausiert; was in anderen Namensräumen läuft, auch Dispatch, läuft ohne es weiter.</translation>
    </message>
    <message>
        <source>machine missing</source>
        <translation>Maschine fehlt</translation>
    </message>
    <message>
        <source>Its machine or container was removed without minikube. Start makes a new one; what was in the old one is gone.</source>
        <translation>Seine Maschine oder sein Container wurde ohne minikube entfernt. Starten erzeugt eine neue; was in der alten war, ist weg.</translation>
    </message>
    <message>
        <source>driver down</source>
        <translation>Treiber aus</translation>
    </message>
    <message>
        <source>What carries its machine (Docker, for example) does not answer. Start that first.</source>
        <translation>Was seine Maschine trägt (zum Beispiel Docker), antwortet nicht. Starten Sie das zuerst.</translation>
    </message>
    <message>
        <source>disk full</source>
        <translation>Datenträger voll</translation>
    </message>
    <message>
        <source>The disk of its machine is full. Remove images there (minikube ssh -- docker system prune), or create it again with a larger disk.</source>
        <translation>Der Datenträger seiner Maschine ist voll. Entfernen Sie dort Images (minikube ssh -- docker system prune), oder legen Sie ihn mit einem größeren Datenträger neu an.</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <source>The machine runs, but Kubernetes does not answer well. Starting it again often helps; its logs say why.</source>
        <translation>Die Maschine läuft, aber Kubernetes antwortet nicht gut. Ein neuer Start hilft oft; seine Protokolle sagen, warum.</translation>
    </message>
    <message>
        <source>misconfigured</source>
        <translation>falsch eingestellt</translation>
    </message>
    <message>
        <source>The cluster is well, but kubeconfig points to another address. Repair the context.</source>
        <translation>Dem Cluster geht es gut, aber kubeconfig zeigt auf eine andere Adresse. Reparieren Sie den Kontext.</translation>
    </message>
    <message>
        <source>It is being started outside of this console, or that was given up half way. Wait until it is done, or start it here.</source>
        <translation>Er wird außerhalb dieser Konsole gestartet, oder das wurde mittendrin aufgegeben. Warten Sie, bis es fertig ist, oder starten Sie ihn hier.</translation>
    </message>
</context>
<context>
    <name>models::CreatePlan</name>
    <message>
        <source>A version looks like v1.31.0.</source>
        <translation>Eine Version sieht aus wie v1.31.0.</translation>
    </message>
    <message>
        <source>minikube %1 takes Kubernetes from %2 on. For %3 use minikube v1.24.0.</source>
        <translation>minikube %1 nimmt Kubernetes ab %2. Für %3 nehmen Sie minikube v1.24.0.</translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 processors.</source>
        <translation>Kubernetes braucht mindestens %1 Prozessoren.</translation>
    </message>
    <message numerus="yes">
        <source>This machine has %n processors.</source>
        <translation>
            <numerusform>Dieser Rechner hat %n Prozessor.</numerusform>
            <numerusform>Dieser Rechner hat %n Prozessoren.</numerusform>
        </translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 MB.</source>
        <translation>Kubernetes braucht mindestens %1 MB.</translation>
    </message>
    <message>
        <source>This machine has %1 MB.</source>
        <translation>Dieser Rechner hat %1 MB.</translation>
    </message>
    <message>
        <source>That leaves next to nothing for everything else on this machine.</source>
        <translation>Das lässt fast nichts für alles andere auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Images and data need at least %1 MB.</source>
        <translation>Images und Daten brauchen mindestens %1 MB.</translation>
    </message>
    <message>
        <source>Only %1 MB are free; the disk grows as it is used, and may fill up.</source>
        <translation>Nur %1 MB sind frei; der Datenträger wächst mit dem Gebrauch und kann voll werden.</translation>
    </message>
    <message>
        <source>From 1 to %1 nodes.</source>
        <translation>Von 1 bis %1 Knoten.</translation>
    </message>
    <message>
        <source>There is a profile of this name.</source>
        <translation>Es gibt schon ein Profil dieses Namens.</translation>
    </message>
    <message>
        <source>Choose what carries the cluster.</source>
        <translation>Wählen Sie, was den Cluster trägt.</translation>
    </message>
</context>
<context>
    <name>models::CronSchedule</name>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>day of month</source>
        <translation>Tag des Monats</translation>
    </message>
    <message>
        <source>month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>day of week</source>
        <translation>Wochentag</translation>
    </message>
    <message>
        <source>The schedule is empty</source>
        <translation>Der Zeitplan ist leer</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known; there are @yearly, @monthly, @weekly, @daily, @hourly and @every 10s</source>
        <translation>„%1“ ist unbekannt; es gibt @yearly, @monthly, @weekly, @daily, @hourly und @every 10s</translation>
    </message>
    <message>
        <source>A time zone cannot be given; schedules are in UTC</source>
        <translation>Eine Zeitzone kann nicht angegeben werden; Zeitpläne gelten in UTC</translation>
    </message>
    <message>
        <source>Expected 5 to 6 fields, found %1</source>
        <translation>Erwartet sind 5 bis 6 Felder, gefunden %1</translation>
    </message>
    <message>
        <source>A number is missing in the %1 field</source>
        <translation>Im Feld %1 fehlt eine Zahl</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a value for the %2 field</source>
        <translation>„%1“ ist kein Wert für das Feld %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one slash</source>
        <translation>„%1“ hat mehr als einen Schrägstrich</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one hyphen</source>
        <translation>„%1“ hat mehr als einen Bindestrich</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is out of range: the %2 field goes from %3 to %4</source>
        <translation>„%1“ liegt außerhalb: Das Feld %2 geht von %3 bis %4</translation>
    </message>
    <message>
        <source>&quot;%1&quot; begins after its end</source>
        <translation>„%1“ beginnt nach seinem Ende</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has a step of zero</source>
        <translation>„%1“ hat die Schrittweite null</translation>
    </message>
    <message>
        <source>The %1 field is empty</source>
        <translation>Das Feld %1 ist leer</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a duration; write it as 10s, 5m or 1h30m</source>
        <translation>„%1“ ist keine Dauer; schreiben Sie 10s, 5m oder 1h30m</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is longer than the 292 years a duration can hold</source>
        <translation>„%1“ ist länger als die 292 Jahre, die eine Dauer fasst</translation>
    </message>
</context>
<context>
    <name>models::DriverCatalogue</name>
    <message>
        <source>read the catalogue of driver types</source>
        <translation>den Katalog der Treibertypen lesen</translation>
    </message>
    <message>
        <source>The catalogue that came with the program is damaged.</source>
        <translation>Der Katalog, der mit dem Programm kam, ist beschädigt.</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>a setting without a key</source>
        <translation>eine Einstellung ohne Schlüssel</translation>
    </message>
    <message>
        <source>the setting %1 has no known type</source>
        <translation>die Einstellung %1 hat keine bekannte Art</translation>
    </message>
    <message>
        <source>the group %1 names the unknown setting %2</source>
        <translation>die Gruppe %1 nennt die unbekannte Einstellung %2</translation>
    </message>
    <message>
        <source>an entry without a name or an image</source>
        <translation>ein Eintrag ohne Namen oder Image</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>JSON, das keine Liste ist</translation>
    </message>
    <message>
        <source>Listens to a vCenter server and passes on what happens to virtual machines, hosts and datastores.</source>
        <translation>Hört auf einen vCenter-Server und gibt weiter, was mit virtuellen Maschinen, Hosts und Datenspeichern geschieht.</translation>
    </message>
    <message>
        <source>User, password and address in one line: user:password@host, with a port if it is not 443. Write %, #, /, ? and spaces as percent codes.</source>
        <translation>Benutzer, Kennwort und Adresse in einer Zeile: benutzer:kennwort@rechner, mit Port, wenn er nicht 443 ist. Schreiben Sie %, #, /, ? und Leerzeichen als Prozentcodes.</translation>
    </message>
    <message>
        <source>Only the name or address of the vCenter server. For newer builds of the driver, instead of the line above.</source>
        <translation>Nur Name oder Adresse des vCenter-Servers. Für neuere Stände des Treibers, statt der Zeile oben.</translation>
    </message>
    <message>
        <source>Who to sign in as. Special characters as percent codes.</source>
        <translation>Als wer angemeldet wird. Sonderzeichen als Prozentcodes.</translation>
    </message>
    <message>
        <source>The password of that user. Special characters as percent codes.</source>
        <translation>Das Kennwort dieses Benutzers. Sonderzeichen als Prozentcodes.</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver, with its content.</source>
        <translation>Schreibt jedes Ereignis mit seinem Inhalt in das Protokoll des Treibers.</translation>
    </message>
    <message>
        <source>Receives events that Azure Event Grid pushes to the address of the driver.</source>
        <translation>Empfängt Ereignisse, die Azure Event Grid an die Adresse des Treibers liefert.</translation>
    </message>
    <message>
        <source>Fetches CloudWatch events of an AWS account through a queue that it sets up itself.</source>
        <translation>Holt CloudWatch-Ereignisse eines AWS-Kontos über eine Warteschlange, die er selbst einrichtet.</translation>
    </message>
    <message>
        <source>The id of an AWS access key. The driver takes it only from a secret.</source>
        <translation>Die Kennung eines AWS-Zugriffsschlüssels. Der Treiber nimmt sie nur aus einem Geheimnis.</translation>
    </message>
    <message>
        <source>The secret half of the access key. Session tokens and instance roles do not work.</source>
        <translation>Die geheime Hälfte des Zugriffsschlüssels. Sitzungs-Token und Instanzrollen gehen nicht.</translation>
    </message>
    <message>
        <source>The AWS region to listen in.</source>
        <translation>Die AWS-Region, in der gelauscht wird.</translation>
    </message>
    <message>
        <source>A JSON list of CloudWatch patterns; each becomes one rule. A mistake here only shows in the log: then nothing arrives.</source>
        <translation>Eine JSON-Liste von CloudWatch-Mustern; jedes wird eine Regel. Ein Fehler hier zeigt sich nur im Protokoll: Dann kommt nichts an.</translation>
    </message>
    <message>
        <source>A CloudWatch schedule in UTC, at most once a minute: rate(5 minutes) or cron(…).</source>
        <translation>Ein CloudWatch-Zeitplan in UTC, höchstens einmal pro Minute: rate(5 minutes) oder cron(…).</translation>
    </message>
    <message>
        <source>How the name of the queue begins; a random part is added.</source>
        <translation>Wie der Name der Warteschlange beginnt; ein zufälliger Teil kommt dazu.</translation>
    </message>
    <message>
        <source>Seconds between two looks into the queue, at least 1. Each look takes up to ten messages.</source>
        <translation>Sekunden zwischen zwei Blicken in die Warteschlange, mindestens 1. Jeder Blick nimmt bis zu zehn Nachrichten.</translation>
    </message>
    <message>
        <source>Goes into the source of every event.</source>
        <translation>Geht in die Quelle jedes Ereignisses ein.</translation>
    </message>
    <message>
        <source>Removes the queue and the rules when the driver is asked to stop. A driver that is killed leaves them behind.</source>
        <translation>Entfernt die Warteschlange und die Regeln, wenn der Treiber anhalten soll. Ein gewaltsam beendeter Treiber lässt sie zurück.</translation>
    </message>
    <message>
        <source>Empties the queue without sending any event on.</source>
        <translation>Leert die Warteschlange, ohne ein Ereignis weiterzusenden.</translation>
    </message>
    <message>
        <source>Sends an event at set times.</source>
        <translation>Sendet ein Ereignis zu festen Zeiten.</translation>
    </message>
    <message>
        <source>When to fire, in UTC. Seconds come first: second, minute, hour, day, month and, if you like, weekday; or @every 10s, @hourly, @daily.</source>
        <translation>Wann ausgelöst wird, in UTC. Sekunden stehen vorn: Sekunde, Minute, Stunde, Tag, Monat und, wenn Sie möchten, Wochentag; oder @every 10s, @hourly, @daily.</translation>
    </message>
    <message>
        <source>Goes into the source of every event. Left empty, each start makes up its own.</source>
        <translation>Geht in die Quelle jedes Ereignisses ein. Leer gelassen, erfindet jeder Start seine eigene.</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver.</source>
        <translation>Schreibt jedes Ereignis in das Protokoll des Treibers.</translation>
    </message>
    <message>
        <source>Fires without sending.</source>
        <translation>Löst aus, ohne zu senden.</translation>
    </message>
    <message>
        <source>Gives you an address that takes CloudEvents 0.2 over HTTP from anyone who knows it, without a password.</source>
        <translation>Gibt Ihnen eine Adresse, die CloudEvents 0.2 über HTTP von jedem annimmt, der sie kennt, ohne Kennwort.</translation>
    </message>
    <message>
        <source>Writes what arrives into the log and sends nothing on.</source>
        <translation>Schreibt, was ankommt, in das Protokoll und sendet nichts weiter.</translation>
    </message>
    <message>
        <source>Sends an event every so many seconds. Good for trying things out.</source>
        <translation>Sendet alle paar Sekunden ein Ereignis. Gut, um etwas auszuprobieren.</translation>
    </message>
    <message>
        <source>Seconds between two events, at least 1.</source>
        <translation>Sekunden zwischen zwei Ereignissen, mindestens 1.</translation>
    </message>
    <message>
        <source>Ticks without sending.</source>
        <translation>Tickt, ohne zu senden.</translation>
    </message>
</context>
<context>
    <name>models::DriverOpinion</name>
    <message>
        <source>READY, but the cluster has no pod of it.</source>
        <translation>READY, aber der Cluster hat keinen Pod davon.</translation>
    </message>
    <message>
        <source>Check that this is the cluster of the connection. If it is, update the driver, and Dispatch makes its deployment again.</source>
        <translation>Prüfen Sie, ob das der Cluster der Verbindung ist. Wenn ja, aktualisieren Sie den Treiber, und Dispatch legt sein Deployment neu an.</translation>
    </message>
    <message>
        <source>The cluster has no pod of it.</source>
        <translation>Der Cluster hat keinen Pod davon.</translation>
    </message>
    <message>
        <source>The cluster has no pod of it yet.</source>
        <translation>Der Cluster hat noch keinen Pod davon.</translation>
    </message>
    <message>
        <source>ERROR, but its pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>ERROR, aber sein Pod %1 läuft, und %2 von %3 Containern sind bereit.</translation>
    </message>
    <message>
        <source>Dispatch may not have looked again yet. If it stays so, update the driver.</source>
        <translation>Vielleicht hat Dispatch noch nicht wieder nachgesehen. Bleibt es so, aktualisieren Sie den Treiber.</translation>
    </message>
    <message>
        <source>The pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>Der Pod %1 läuft, und %2 von %3 Containern sind bereit.</translation>
    </message>
    <message>
        <source>READY, but 0 of %1 pods are available: %2</source>
        <translation>READY, aber 0 von %1 Pods sind verfügbar: %2</translation>
    </message>
    <message>
        <source>No pod is available: %1</source>
        <translation>Kein Pod ist verfügbar: %1</translation>
    </message>
    <message>
        <source>Its pod is still there: %1</source>
        <translation>Sein Pod ist noch da: %1</translation>
    </message>
    <message>
        <source>%1, but its pod cannot start: %2</source>
        <translation>%1, aber sein Pod kann nicht starten: %2</translation>
    </message>
    <message>
        <source>%1, and its pod starts: %2</source>
        <translation>%1, und sein Pod startet: %2</translation>
    </message>
    <message>
        <source>The cluster could not be asked: %1</source>
        <translation>Der Cluster konnte nicht gefragt werden: %1</translation>
    </message>
    <message>
        <source>Kubernetes can have no deployment with the name %1: it is longer than %2 letters, or has letters that it may not have.</source>
        <translation>Kubernetes kann kein Deployment mit dem Namen %1 haben: Er ist länger als %2 Zeichen oder hat Zeichen, die er nicht haben darf.</translation>
    </message>
    <message>
        <source>Make a driver with a shorter name, or of a type with a shorter one.</source>
        <translation>Legen Sie einen Treiber mit kürzerem Namen an, oder von einem Typ mit kürzerem.</translation>
    </message>
</context>
<context>
    <name>models::Dwell</name>
    <message>
        <source>It starts and fails in turn. Its settings, its secrets or the system it watches are the usual cause: correct them with Edit.</source>
        <translation>Er startet und scheitert im Wechsel. Meist liegt es an seinen Einstellungen, seinen Geheimnissen oder dem System, das er beobachtet: Berichtigen Sie sie mit Bearbeiten.</translation>
    </message>
    <message>
        <source>It works and fails in turn. See in the Uses tab what changes beneath it.</source>
        <translation>Es geht und scheitert im Wechsel. Sehen Sie unter Bezüge nach, was sich darunter ändert.</translation>
    </message>
    <message>
        <source>This takes unusually long. Delete it again.</source>
        <translation>Das dauert ungewöhnlich lange. Löschen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This takes unusually long. Check the image of its driver type, then save it again with Edit, or delete it.</source>
        <translation>Das dauert ungewöhnlich lange. Prüfen Sie das Image seines Treibertyps, und speichern Sie ihn dann mit Bearbeiten noch einmal, oder löschen Sie ihn.</translation>
    </message>
    <message>
        <source>This takes unusually long. Check its language, then save it again with Edit, or delete it.</source>
        <translation>Das dauert ungewöhnlich lange. Prüfen Sie ihre Sprache, und speichern Sie sie dann mit Bearbeiten noch einmal, oder löschen Sie sie.</translation>
    </message>
    <message>
        <source>This takes unusually long. Save it again with Edit, or delete it.</source>
        <translation>Das dauert ungewöhnlich lange. Speichern Sie es mit Bearbeiten noch einmal, oder löschen Sie es.</translation>
    </message>
    <message>
        <source>Correct its settings or secrets with Edit; saving starts it again.</source>
        <translation>Berichtigen Sie seine Einstellungen oder Geheimnisse mit Bearbeiten; das Speichern startet ihn neu.</translation>
    </message>
    <message>
        <source>Correct the source or the handler with Edit; saving builds it again.</source>
        <translation>Berichtigen Sie den Quelltext oder den Einsprung mit Bearbeiten; das Speichern baut sie neu.</translation>
    </message>
    <message>
        <source>Look at the Uses tab for what is missing, then save it again with Edit.</source>
        <translation>Sehen Sie unter Bezüge nach, was fehlt, und speichern Sie es dann mit Bearbeiten noch einmal.</translation>
    </message>
    <message>
        <source>It disappears when the server is done.</source>
        <translation>Es verschwindet, wenn der Server fertig ist.</translation>
    </message>
    <message>
        <source>Wait a moment; the list is looked at every second meanwhile.</source>
        <translation>Warten Sie einen Moment; inzwischen wird jede Sekunde nach der Liste gesehen.</translation>
    </message>
</context>
<context>
    <name>models::EventProblems</name>
    <message>
        <source>An event needs an id.</source>
        <translation>Ein Ereignis braucht eine Kennung.</translation>
    </message>
    <message>
        <source>A time is written as in 2018-09-12T10:11:12.345Z or 2018-09-12T10:11:12+02:00. Leave it empty for the time of sending.</source>
        <translation>Eine Zeit wird geschrieben wie 2018-09-12T10:11:12.345Z oder 2018-09-12T10:11:12+02:00. Leer lassen für die Zeit des Sendens.</translation>
    </message>
    <message>
        <source>This is an address as in https://example.com/schema.json, or a path that starts with /. Blanks are written %20.</source>
        <translation>Das ist eine Adresse wie https://example.com/schema.json, oder ein Pfad, der mit / beginnt. Leerzeichen werden %20 geschrieben.</translation>
    </message>
    <message>
        <source>This extension needs a name.</source>
        <translation>Diese Erweiterung braucht einen Namen.</translation>
    </message>
    <message>
        <source>There is already an extension of this name.</source>
        <translation>Es gibt schon eine Erweiterung dieses Namens.</translation>
    </message>
    <message>
        <source>A JSON value is needed, for example &quot;text&quot;, 1 or true.</source>
        <translation>Ein JSON-Wert ist nötig, zum Beispiel &quot;text&quot;, 1 oder true.</translation>
    </message>
    <message>
        <source>Choose a file, or another kind of data.</source>
        <translation>Wählen Sie eine Datei, oder eine andere Art von Daten.</translation>
    </message>
    <message>
        <source>The file has not been looked at yet. Choose it again.</source>
        <translation>Die Datei wurde noch nicht angesehen. Wählen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The text holds half of a character (a lone surrogate). It arrives as a replacement character.</source>
        <translation>Der Text enthält ein halbes Zeichen (ein einzelnes Surrogat). Es kommt als Ersatzzeichen an.</translation>
    </message>
    <message>
        <source>The data is JSON, but the content type says something else. Leave it empty for application/json.</source>
        <translation>Die Daten sind JSON, aber der Inhaltstyp sagt etwas anderes. Leer lassen für application/json.</translation>
    </message>
    <message>
        <source>The content type says JSON, but functions receive the data as one string. Choose the JSON mode to send values.</source>
        <translation>Der Inhaltstyp sagt JSON, aber Funktionen bekommen die Daten als einen einzigen Text. Wählen Sie JSON, um Werte zu senden.</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, functions do not receive extensions.</source>
        <translation>Wo RabbitMQ die Ereignisse befördert, bekommen Funktionen keine Erweiterungen.</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, the time is cut to whole seconds.</source>
        <translation>Wo RabbitMQ die Ereignisse befördert, wird die Zeit auf ganze Sekunden gekürzt.</translation>
    </message>
    <message>
        <source>Message brokers often refuse more than about 1 MB. The server answers before it finds out.</source>
        <translation>Message-Broker lehnen oft mehr als etwa 1 MB ab. Der Server antwortet, bevor er es merkt.</translation>
    </message>
</context>
<context>
    <name>models::EventTemplate</name>
    <message>
        <source>A text is expected here.</source>
        <translation>Hier wird ein Text erwartet.</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>Hier wird true oder false erwartet.</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>Hier wird eine ganze Zahl erwartet.</translation>
    </message>
    <message>
        <source>Members with values are expected here, as in &quot;name: value&quot;.</source>
        <translation>Hier werden Felder mit Werten erwartet, wie „name: wert“.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is already above.</source>
        <translation>„%1“ steht oben schon.</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. It has: %2.</source>
        <translation>Eine Vorlage hat kein „%1“. Sie hat: %2.</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. Did you mean &quot;%2&quot;?</source>
        <translation>Eine Vorlage hat kein „%1“. Meinten Sie „%2“?</translation>
    </message>
    <message>
        <source>A list of &quot;- name: ...&quot; with &quot;value: ...&quot; is expected here.</source>
        <translation>Hier wird eine Liste aus „- name: ...“ mit „value: ...“ erwartet.</translation>
    </message>
    <message>
        <source>A file needs its path.</source>
        <translation>Eine Datei braucht ihren Pfad.</translation>
    </message>
    <message>
        <source>The mode is json, text or file.</source>
        <translation>Die Form (mode) ist json, text oder file.</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>Eine Vorlage braucht einen Namen.</translation>
    </message>
    <message>
        <source>There is more than one kind of data. Say which one counts, as in &quot;mode: json&quot;.</source>
        <translation>Es gibt mehr als eine Art von Daten. Sagen Sie, welche gilt, wie „mode: json“.</translation>
    </message>
    <message>
        <source>This is not YAML: %1.</source>
        <translation>Das ist kein YAML: %1.</translation>
    </message>
</context>
<context>
    <name>models::Failure</name>
    <message>
        <source>Tried: %1</source>
        <translation>Versucht: %1</translation>
    </message>
    <message>
        <source>Came back: %1</source>
        <translation>Zurück kam: %1</translation>
    </message>
    <message>
        <source>Meaning: %1</source>
        <translation>Bedeutung: %1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>Was zu tun ist: %1</translation>
    </message>
</context>
<context>
    <name>models::HelmList</name>
    <message>
        <source>What helm listed is not what any of its versions lists.</source>
        <translation>Was Helm aufgelistet hat, listet keine seiner Versionen so auf.</translation>
    </message>
</context>
<context>
    <name>models::ImportReader</name>
    <message>
        <source>Did you mean %1?</source>
        <translation>Meinten Sie %1?</translation>
    </message>
    <message>
        <source>A document has to be a list of members such as kind and name.</source>
        <translation>Ein Dokument muss eine Liste von Feldern wie kind und name sein.</translation>
    </message>
    <message>
        <source>The document has no kind.</source>
        <translation>Das Dokument hat kein kind.</translation>
    </message>
    <message>
        <source>Kinds are: %1.</source>
        <translation>Arten sind: %1.</translation>
    </message>
    <message>
        <source>It is called %1 now.</source>
        <translation>Das heißt jetzt %1.</translation>
    </message>
    <message>
        <source>There is no such kind.</source>
        <translation>Diese Art gibt es nicht.</translation>
    </message>
    <message>
        <source>This member is there twice.</source>
        <translation>Dieses Feld steht zweimal da.</translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation>Behalten Sie eines davon.</translation>
    </message>
    <message>
        <source>It is gone: leave it out.</source>
        <translation>Das gibt es nicht mehr: Lassen Sie es weg.</translation>
    </message>
    <message>
        <source>A %1 has no such member.</source>
        <translation>Dieses Feld gibt es dort nicht (%1).</translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation>Es gibt: %1.</translation>
    </message>
    <message>
        <source>A text is expected here.</source>
        <translation>Hier wird ein Text erwartet.</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>Hier wird true oder false erwartet.</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>Hier wird eine ganze Zahl erwartet.</translation>
    </message>
    <message>
        <source>A list of entries with key and value is expected here.</source>
        <translation>Hier wird eine Liste von Einträgen mit key und value erwartet.</translation>
    </message>
    <message>
        <source>An entry with key and value is expected here.</source>
        <translation>Hier wird ein Eintrag mit key und value erwartet.</translation>
    </message>
    <message>
        <source>Key and value, a line each, are expected here.</source>
        <translation>Hier werden Schlüssel und Wert erwartet, je eine Zeile.</translation>
    </message>
    <message>
        <source>This key is there twice.</source>
        <translation>Dieser Schlüssel steht zweimal da.</translation>
    </message>
    <message>
        <source>The value of a secret is a text.</source>
        <translation>Der Wert eines Geheimnisses ist ein Text.</translation>
    </message>
    <message>
        <source>A list of texts is expected here.</source>
        <translation>Hier wird eine Liste von Texten erwartet.</translation>
    </message>
    <message>
        <source>The file that the manifest names cannot be read.</source>
        <translation>Die Datei, die das Manifest nennt, kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This member is missing.</source>
        <translation>Dieses Feld fehlt.</translation>
    </message>
    <message>
        <source>The file has %1; up to %2 are read.</source>
        <translation>Die Datei hat %1; bis zu %2 werden gelesen.</translation>
    </message>
    <message>
        <source>Cut it into several files.</source>
        <translation>Teilen Sie sie in mehrere Dateien.</translation>
    </message>
    <message>
        <source>This is no text but something binary.</source>
        <translation>Das ist kein Text, sondern etwas Binäres.</translation>
    </message>
    <message>
        <source>YAML and JSON are read in UTF-8, or in UTF-16 with a mark.</source>
        <translation>YAML und JSON werden in UTF-8 gelesen, oder in UTF-16 mit Kennzeichen.</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>Es ist nichts darin.</translation>
    </message>
    <message>
        <source>An import is one or more documents with a kind.</source>
        <translation>Ein Import ist ein oder mehrere Dokumente mit kind.</translation>
    </message>
    <message>
        <source>This %1 occurs a second time; it is in %2 already.</source>
        <translation>%1 kommt ein zweites Mal vor; es steht schon in %2.</translation>
    </message>
    <message>
        <source>This alias stands for something that contains the alias.</source>
        <translation>Dieser Alias steht für etwas, das den Alias enthält.</translation>
    </message>
    <message>
        <source>The file unfolds into more than %1 values, which is the limit.</source>
        <translation>Die Datei entfaltet sich zu mehr als %1 Werten; das ist die Grenze.</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels, which is the limit.</source>
        <translation>Das ist tiefer verschachtelt als %1 Ebenen; das ist die Grenze.</translation>
    </message>
    <message>
        <source>There is a tab in the indentation. YAML is indented with spaces.</source>
        <translation>In der Einrückung ist ein Tabulator. YAML wird mit Leerzeichen eingerückt.</translation>
    </message>
    <message>
        <source>The lines do not fit together here: look at the indentation, and whether the file is cut off.</source>
        <translation>Die Zeilen passen hier nicht zusammen: Sehen Sie nach der Einrückung, und ob die Datei abgeschnitten ist.</translation>
    </message>
    <message>
        <source>The file ends in the middle of a text. Is it cut off?</source>
        <translation>Die Datei endet mitten in einem Text. Ist sie abgeschnitten?</translation>
    </message>
    <message>
        <source>A character that cannot stand here. A tab? YAML is indented with spaces.</source>
        <translation>Ein Zeichen, das hier nicht stehen kann. Ein Tabulator? YAML wird mit Leerzeichen eingerückt.</translation>
    </message>
    <message>
        <source>A colon that cannot stand here: look at the indentation, or put the value in quotes.</source>
        <translation>Ein Doppelpunkt, der hier nicht stehen kann: Sehen Sie nach der Einrückung, oder setzen Sie den Wert in Anführungszeichen.</translation>
    </message>
    <message>
        <source>This is no YAML: %1.</source>
        <translation>Das ist kein YAML: %1.</translation>
    </message>
    <message>
        <source>This text has no closing quote. Is the file cut off?</source>
        <translation>Diesem Text fehlt das schließende Anführungszeichen. Ist die Datei abgeschnitten?</translation>
    </message>
</context>
<context>
    <name>models::InputCheck</name>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>character %1</source>
        <translation>Zeichen %1</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>%1 bytes, SHA-256 %2</source>
        <translation>%1 Bytes, SHA-256 %2</translation>
    </message>
</context>
<context>
    <name>models::InstallAdvice</name>
    <message>
        <source>The installer finds no %1.</source>
        <translation>Das Installationsprogramm findet kein %1.</translation>
    </message>
    <message>
        <source>Helm 2.17.0 is needed. Install it, or say where it is.</source>
        <translation>Helm 2.17.0 wird gebraucht. Installieren Sie es, oder sagen Sie, wo es ist.</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>Installieren Sie es, oder sagen Sie, wo es ist.</translation>
    </message>
    <message>
        <source>Install it, or say where it is. It makes the certificates.</source>
        <translation>Installieren Sie es, oder sagen Sie, wo es ist. Es erzeugt die Zertifikate.</translation>
    </message>
    <message>
        <source>The helm that was found is version 3 or newer.</source>
        <translation>Das gefundene Helm ist Version 3 oder neuer.</translation>
    </message>
    <message>
        <source>This installer works with helm 2 only: install 2.17.0 and choose it.</source>
        <translation>Dieses Installationsprogramm arbeitet nur mit Helm 2: Installieren Sie 2.17.0, und wählen Sie es.</translation>
    </message>
    <message>
        <source>Helm 2 has no tiller in this cluster.</source>
        <translation>Helm 2 hat in diesem Cluster keinen Tiller.</translation>
    </message>
    <message>
        <source>Run helm init, wait until the pod tiller-deploy is ready, and install again.</source>
        <translation>Führen Sie helm init aus, warten Sie, bis der Pod tiller-deploy bereit ist, und installieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>Helm is %1, and tiller in the cluster is another version.</source>
        <translation>Helm ist %1, und Tiller im Cluster ist eine andere Version.</translation>
    </message>
    <message>
        <source>Bring tiller to the version of helm with helm init --upgrade.</source>
        <translation>Bringen Sie Tiller mit helm init --upgrade auf die Version von Helm.</translation>
    </message>
    <message>
        <source>This Kubernetes is too new: it has no %1 of the kind that the charts ask for.</source>
        <translation>Dieses Kubernetes ist zu neu: Es hat kein %1 von der Art, die die Charts verlangen.</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes v1.15.12: that needs minikube v1.24.0 or older, and a virtual machine or a host with cgroup v1. What was installed already stays.</source>
        <translation>Legen Sie einen Cluster mit Kubernetes v1.15.12 an: Das braucht minikube v1.24.0 oder älter und eine virtuelle Maschine oder einen Rechner mit cgroup v1. Was schon installiert ist, bleibt.</translation>
    </message>
    <message>
        <source>Tiller may not do what it needs to in this cluster.</source>
        <translation>Tiller darf in diesem Cluster nicht, was er tun muss.</translation>
    </message>
    <message>
        <source>Give its account the role cluster-admin.</source>
        <translation>Geben Sie seinem Konto die Rolle cluster-admin.</translation>
    </message>
    <message>
        <source>No release failed: helm printed a warning about its repositories, and the installer takes that for one.</source>
        <translation>Kein Release ist fehlgeschlagen: Helm hat eine Warnung zu seinen Repositorys ausgegeben, und das Installationsprogramm hält sie für eines.</translation>
    </message>
    <message>
        <source>Take the old address out of the repositories of helm, and install again.</source>
        <translation>Nehmen Sie die alte Adresse aus den Repositorys von Helm, und installieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>An earlier try left releases that failed: %1.</source>
        <translation>Ein früherer Versuch hat fehlgeschlagene Releases hinterlassen: %1.</translation>
    </message>
    <message>
        <source>Purge them, and install again. Their data goes with them.</source>
        <translation>Entfernen Sie sie restlos, und installieren Sie noch einmal. Ihre Daten gehen mit ihnen.</translation>
    </message>
    <message>
        <source>The chart repository %1 is gone.</source>
        <translation>Das Chart-Repository %1 gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Let today&apos;s repositories stand in for it, in the advanced settings.</source>
        <translation>Lassen Sie in den erweiterten Einstellungen die heutigen Repositorys dafür einspringen.</translation>
    </message>
    <message>
        <source>The charts of Dispatch cannot be fetched from %1.</source>
        <translation>Die Charts von Dispatch können nicht von %1 geholt werden.</translation>
    </message>
    <message>
        <source>Enter another address for them, or a folder with the charts of a checkout of Dispatch.</source>
        <translation>Geben Sie eine andere Adresse für sie ein, oder einen Ordner mit den Charts aus einem Checkout von Dispatch.</translation>
    </message>
    <message>
        <source>The chart repository %1 does not answer, or is none.</source>
        <translation>Das Chart-Repository %1 antwortet nicht oder ist keines.</translation>
    </message>
    <message>
        <source>Enter another repository for the chart, in the advanced settings.</source>
        <translation>Geben Sie in den erweiterten Einstellungen ein anderes Repository für das Chart ein.</translation>
    </message>
    <message>
        <source>A chart repository refuses to give its charts.</source>
        <translation>Ein Chart-Repository weigert sich, seine Charts herzugeben.</translation>
    </message>
    <message>
        <source>The pods of %1 did not become ready in time.</source>
        <translation>Die Pods von %1 waren nicht rechtzeitig bereit.</translation>
    </message>
    <message>
        <source>Look at what the pods wait for; most often an image cannot be pulled or the memory is not enough. Then purge the release and install again.</source>
        <translation>Sehen Sie nach, worauf die Pods warten; meist kann ein Image nicht geholt werden, oder der Speicher reicht nicht. Entfernen Sie dann das Release restlos, und installieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>Kubectl printed a warning, and the installer reads it as a port: %1</source>
        <translation>Kubectl hat eine Warnung ausgegeben, und das Installationsprogramm liest sie als Port: %1</translation>
    </message>
    <message>
        <source>Choose a kubectl of about the version of the cluster: 1.14 to 1.16 for Kubernetes 1.15. The release ingress stays behind and is used by the next try.</source>
        <translation>Wählen Sie ein kubectl von etwa der Version des Clusters: 1.14 bis 1.16 für Kubernetes 1.15. Das Release ingress bleibt zurück und wird vom nächsten Versuch verwendet.</translation>
    </message>
    <message>
        <source>The install file names no host.</source>
        <translation>Die Installationsdatei nennt keinen Rechner.</translation>
    </message>
    <message>
        <source>Enter the address of the cluster for both hosts.</source>
        <translation>Geben Sie für beide Rechner die Adresse des Clusters ein.</translation>
    </message>
    <message>
        <source>The installer does not take the setting %1.</source>
        <translation>Das Installationsprogramm nimmt die Einstellung %1 nicht an.</translation>
    </message>
    <message>
        <source>Correct it in the settings.</source>
        <translation>Berichtigen Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>The installer cannot read the install file %1.</source>
        <translation>Das Installationsprogramm kann die Installationsdatei %1 nicht lesen.</translation>
    </message>
    <message>
        <source>Check that it is there and that you may read it.</source>
        <translation>Prüfen Sie, ob sie da ist und ob Sie sie lesen dürfen.</translation>
    </message>
    <message>
        <source>The install file %1 is not YAML.</source>
        <translation>Die Installationsdatei %1 ist kein YAML.</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>Bringen Sie die Datei in Ordnung, oder füllen Sie das Formular aus.</translation>
    </message>
    <message>
        <source>The certificate does not name the address of the server.</source>
        <translation>Das Zertifikat nennt die Adresse des Servers nicht.</translation>
    </message>
    <message>
        <source>The connection has to take this certificate unchecked, or pinned.</source>
        <translation>Die Verbindung muss dieses Zertifikat ungeprüft nehmen, oder angeheftet.</translation>
    </message>
    <message>
        <source>The service %1 is not there: a dry run installs nothing, and then asks for what it would have installed.</source>
        <translation>Der Dienst %1 ist nicht da: Ein Probelauf installiert nichts und fragt dann nach dem, was er installiert hätte.</translation>
    </message>
    <message>
        <source>That says nothing about whether an installation works. Use the check above instead.</source>
        <translation>Das sagt nichts darüber, ob eine Installation gelingt. Nehmen Sie stattdessen die Prüfung oben.</translation>
    </message>
    <message>
        <source>The cluster does not answer.</source>
        <translation>Der Cluster antwortet nicht.</translation>
    </message>
    <message>
        <source>Start it, or wait until it is ready, and install again. If it runs and still does not answer, delete it and create it again.</source>
        <translation>Starten Sie ihn, oder warten Sie, bis er bereit ist, und installieren Sie noch einmal. Wenn er läuft und trotzdem nicht antwortet, löschen Sie ihn, und legen Sie ihn neu an.</translation>
    </message>
    <message>
        <source>a chart</source>
        <translation>einem Chart</translation>
    </message>
    <message>
        <source>step %1 of %2, %3</source>
        <translation>Schritt %1 von %2, %3</translation>
    </message>
    <message>
        <source>The installer gave up.</source>
        <translation>Das Installationsprogramm hat aufgegeben.</translation>
    </message>
    <message>
        <source>Read what it said. A try that failed may leave releases behind that the next one stumbles over.</source>
        <translation>Lesen Sie, was es gesagt hat. Ein fehlgeschlagener Versuch kann Releases hinterlassen, über die der nächste stolpert.</translation>
    </message>
    <message>
        <source>The installer said that all is well, and installed nothing.</source>
        <translation>Das Installationsprogramm sagte, alles sei gut, und hat nichts installiert.</translation>
    </message>
    <message>
        <source>It does that for a service that it does not know. Look at what it said, and install again.</source>
        <translation>Das tut es bei einem Dienst, den es nicht kennt. Sehen Sie sich an, was es gesagt hat, und installieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>Only %1 charts were installed.</source>
        <translation>Nur %1 Charts wurden installiert.</translation>
    </message>
    <message>
        <source>Install again; what is there already stays as it is.</source>
        <translation>Installieren Sie noch einmal; was schon da ist, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>exit code 0</source>
        <translation>Exit-Code 0</translation>
    </message>
    <message>
        <source>The installer said that all is well, but helm says that these are not: %1.</source>
        <translation>Das Installationsprogramm sagte, alles sei gut, aber Helm sagt, dass diese es nicht sind: %1.</translation>
    </message>
    <message>
        <source>Purge them, and install again.</source>
        <translation>Entfernen Sie sie restlos, und installieren Sie noch einmal.</translation>
    </message>
</context>
<context>
    <name>models::InstallFile</name>
    <message>
        <source>read the install file %1</source>
        <translation>die Installationsdatei %1 lesen</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>Bringen Sie die Datei in Ordnung, oder füllen Sie das Formular aus.</translation>
    </message>
    <message>
        <source>It is not YAML.</source>
        <translation>Sie ist kein YAML.</translation>
    </message>
    <message>
        <source>several documents</source>
        <translation>mehrere Dokumente</translation>
    </message>
    <message>
        <source>An install file has one document.</source>
        <translation>Eine Installationsdatei hat ein einziges Dokument.</translation>
    </message>
    <message>
        <source>no members</source>
        <translation>keine Einträge</translation>
    </message>
    <message>
        <source>An install file has sections of settings.</source>
        <translation>Eine Installationsdatei hat Abschnitte mit Einstellungen.</translation>
    </message>
    <message>
        <source>A host is an IP address, or a name that begins with a letter.</source>
        <translation>Ein Rechner ist eine IP-Adresse oder ein Name, der mit einem Buchstaben beginnt.</translation>
    </message>
    <message>
        <source>A port is a number up to 65535.</source>
        <translation>Ein Port ist eine Zahl bis 65535.</translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation>Das ist true oder false.</translation>
    </message>
    <message>
        <source>The installer knows %1 only.</source>
        <translation>Das Installationsprogramm kennt nur %1.</translation>
    </message>
    <message>
        <source>An address has a scheme and a host, such as https://example.com.</source>
        <translation>Eine Adresse hat ein Schema und einen Rechner, wie https://example.com.</translation>
    </message>
    <message>
        <source>That is no email address.</source>
        <translation>Das ist keine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>A host is needed; usually the IP address of the cluster.</source>
        <translation>Ein Rechner wird gebraucht; meist die IP-Adresse des Clusters.</translation>
    </message>
    <message>
        <source>The installer takes a false for nothing said, and keeps it on. It cannot be turned off here.</source>
        <translation>Das Installationsprogramm hält ein false für nicht angegeben und lässt es eingeschaltet. Hier kann es nicht ausgeschaltet werden.</translation>
    </message>
    <message>
        <source>A certificate of your own needs the file of its private key.</source>
        <translation>Ein eigenes Zertifikat braucht die Datei seines privaten Schlüssels.</translation>
    </message>
    <message>
        <source>Without a certificate file the key is not used, and a certificate is made.</source>
        <translation>Ohne Zertifikatsdatei wird der Schlüssel nicht verwendet, und ein Zertifikat wird erzeugt.</translation>
    </message>
    <message>
        <source>A registry needs its name; without one leave user and password empty too, and the one in the cluster is used.</source>
        <translation>Eine Registry braucht ihren Namen; ohne ihn lassen Sie auch Benutzer und Kennwort leer, dann wird die im Cluster verwendet.</translation>
    </message>
    <message>
        <source>Only OpenFaaS uses an image pull secret.</source>
        <translation>Nur OpenFaaS verwendet ein Geheimnis zum Holen der Images.</translation>
    </message>
    <message>
        <source>OIDC needs the address of its issuer.</source>
        <translation>OIDC braucht die Adresse seines Ausstellers.</translation>
    </message>
    <message>
        <source>Nobody can sign in until the provider knows this console: enter its client, or turn “No sign-in” on.</source>
        <translation>Niemand kann sich anmelden, bis der Anbieter diese Konsole kennt: Geben Sie seinen Client ein, oder schalten Sie „Keine Anmeldung“ ein.</translation>
    </message>
    <message>
        <source>That is no name of a namespace.</source>
        <translation>Das ist kein Name eines Namensraums.</translation>
    </message>
</context>
<context>
    <name>models::InstallSettings</name>
    <message>
        <source>Host of Dispatch</source>
        <translation>Rechner von Dispatch</translation>
    </message>
    <message>
        <source>Host of the API gateway</source>
        <translation>Rechner des API-Gateways</translation>
    </message>
    <message>
        <source>No sign-in</source>
        <translation>Keine Anmeldung</translation>
    </message>
    <message>
        <source>Debug messages</source>
        <translation>Debug-Meldungen</translation>
    </message>
    <message>
        <source>Tracing</source>
        <translation>Ablaufverfolgung</translation>
    </message>
    <message>
        <source>Keep data on disk</source>
        <translation>Daten auf dem Datenträger behalten</translation>
    </message>
    <message>
        <source>Functions run on</source>
        <translation>Funktionen laufen auf</translation>
    </message>
    <message>
        <source>Events travel by</source>
        <translation>Ereignisse laufen über</translation>
    </message>
    <message>
        <source>Port of Dispatch</source>
        <translation>Port von Dispatch</translation>
    </message>
    <message>
        <source>Ingress is reached by</source>
        <translation>Ingress ist erreichbar über</translation>
    </message>
    <message>
        <source>API gateway is reached by</source>
        <translation>API-Gateway ist erreichbar über</translation>
    </message>
    <message>
        <source>Image host</source>
        <translation>Rechner der Images</translation>
    </message>
    <message>
        <source>Image tag</source>
        <translation>Tag der Images</translation>
    </message>
    <message>
        <source>Image registry</source>
        <translation>Registry der Images</translation>
    </message>
    <message>
        <source>Its user</source>
        <translation>Ihr Benutzer</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>Ihr Kennwort</translation>
    </message>
    <message>
        <source>Its email address</source>
        <translation>Ihre E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Without TLS</source>
        <translation>Ohne TLS</translation>
    </message>
    <message>
        <source>Image pull secret</source>
        <translation>Geheimnis zum Holen der Images</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Database user</source>
        <translation>Benutzer der Datenbank</translation>
    </message>
    <message>
        <source>Database password</source>
        <translation>Kennwort der Datenbank</translation>
    </message>
    <message>
        <source>Keep the database on disk</source>
        <translation>Die Datenbank auf dem Datenträger behalten</translation>
    </message>
    <message>
        <source>RabbitMQ user</source>
        <translation>Benutzer von RabbitMQ</translation>
    </message>
    <message>
        <source>RabbitMQ password</source>
        <translation>Kennwort von RabbitMQ</translation>
    </message>
    <message>
        <source>Sign-in provider</source>
        <translation>Anbieter der Anmeldung</translation>
    </message>
    <message>
        <source>OIDC issuer</source>
        <translation>OIDC-Aussteller</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Client-Geheimnis</translation>
    </message>
    <message>
        <source>Cookie secret</source>
        <translation>Cookie-Geheimnis</translation>
    </message>
    <message>
        <source>Jaeger</source>
        <translation>Jaeger</translation>
    </message>
    <message>
        <source>Charts of Dispatch</source>
        <translation>Charts von Dispatch</translation>
    </message>
</context>
<context>
    <name>models::Json</name>
    <message>
        <source>read JSON</source>
        <translation>JSON lesen</translation>
    </message>
    <message>
        <source>The text is not valid JSON.</source>
        <translation>Der Text ist kein gültiges JSON.</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>tiefer verschachtelt als %1 Ebenen</translation>
    </message>
    <message>
        <source>syntax error at byte %1</source>
        <translation>Syntaxfehler bei Byte %1</translation>
    </message>
</context>
<context>
    <name>models::JsonKeys</name>
    <message>
        <source>&quot;%1&quot; is already in this object, on line %2. Receivers keep only the last one.</source>
        <translation>„%1“ steht schon in diesem Objekt, in Zeile %2. Empfänger behalten nur das letzte.</translation>
    </message>
</context>
<context>
    <name>models::JsonLayout</name>
    <message>
        <source>lay out JSON</source>
        <translation>JSON anordnen</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Zeile %1, Spalte %2: %3</translation>
    </message>
    <message>
        <source>The text is not valid JSON yet.</source>
        <translation>Der Text ist noch kein gültiges JSON.</translation>
    </message>
    <message>
        <source>With its deep nesting on lines of their own the text becomes too large.</source>
        <translation>Mit seiner tiefen Verschachtelung auf eigenen Zeilen wird der Text zu groß.</translation>
    </message>
    <message>
        <source>Leave it as it is, or make it compact.</source>
        <translation>Lassen Sie ihn, wie er ist, oder machen Sie ihn kompakt.</translation>
    </message>
</context>
<context>
    <name>models::JsonText</name>
    <message>
        <source>There is nothing here. A value is needed, for example {}.</source>
        <translation>Hier ist nichts. Ein Wert ist nötig, zum Beispiel {}.</translation>
    </message>
    <message>
        <source>The value is complete before this. Remove what follows, or put everything into one array.</source>
        <translation>Der Wert ist vorher schon vollständig. Entfernen Sie, was folgt, oder setzen Sie alles in ein Array.</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels. Flatten it.</source>
        <translation>Das ist tiefer verschachtelt als %1 Ebenen. Machen Sie es flacher.</translation>
    </message>
    <message>
        <source>An object ends with }, not with ].</source>
        <translation>Ein Objekt endet mit }, nicht mit ].</translation>
    </message>
    <message>
        <source>An array ends with ], not with }.</source>
        <translation>Ein Array endet mit ], nicht mit }.</translation>
    </message>
    <message>
        <source>A comma or } is missing before this.</source>
        <translation>Davor fehlt ein Komma oder }.</translation>
    </message>
    <message>
        <source>A comma or ] is missing before this.</source>
        <translation>Davor fehlt ein Komma oder ].</translation>
    </message>
    <message>
        <source>Remove this comma: nothing follows it.</source>
        <translation>Entfernen Sie dieses Komma: Nichts folgt darauf.</translation>
    </message>
    <message>
        <source>This { is never closed by }.</source>
        <translation>Dieses { wird nie durch } geschlossen.</translation>
    </message>
    <message>
        <source>This [ is never closed by ].</source>
        <translation>Dieses [ wird nie durch ] geschlossen.</translation>
    </message>
    <message>
        <source>A name in double quotes is needed here, as in &quot;name&quot;: 1.</source>
        <translation>Hier ist ein Name in doppelten Anführungszeichen nötig, wie &quot;name&quot;: 1.</translation>
    </message>
    <message>
        <source>A colon is missing between the name and its value.</source>
        <translation>Zwischen Name und Wert fehlt ein Doppelpunkt.</translation>
    </message>
    <message>
        <source>This is not UTF-8. Save the text as UTF-8.</source>
        <translation>Das ist kein UTF-8. Speichern Sie den Text als UTF-8.</translation>
    </message>
    <message>
        <source>This text is never closed by &quot;.</source>
        <translation>Dieser Text wird nie durch &quot; geschlossen.</translation>
    </message>
    <message>
        <source>This text is not closed by &quot; on its line. A line end inside a text is written \n.</source>
        <translation>Dieser Text wird in seiner Zeile nicht durch &quot; geschlossen. Ein Zeilenende im Text schreibt man \n.</translation>
    </message>
    <message>
        <source>This control character is written %1 inside a text.</source>
        <translation>Dieses Steuerzeichen schreibt man im Text %1.</translation>
    </message>
    <message>
        <source>There is no such escape. A backslash itself is written \\.</source>
        <translation>Diese Umschreibung gibt es nicht. Den Rückstrich selbst schreibt man \\.</translation>
    </message>
    <message>
        <source>\u needs four hexadecimal digits, as in \u00fc.</source>
        <translation>\u braucht vier hexadezimale Ziffern, wie \u00fc.</translation>
    </message>
    <message>
        <source>This is half of a character (a lone surrogate). Receivers replace it by U+FFFD.</source>
        <translation>Das ist ein halbes Zeichen (ein einzelnes Surrogat). Empfänger ersetzen es durch U+FFFD.</translation>
    </message>
    <message>
        <source>A digit is missing here.</source>
        <translation>Hier fehlt eine Ziffer.</translation>
    </message>
    <message>
        <source>A number does not start with 0.</source>
        <translation>Eine Zahl beginnt nicht mit 0.</translation>
    </message>
    <message>
        <source>A value is missing at the end.</source>
        <translation>Am Ende fehlt ein Wert.</translation>
    </message>
    <message>
        <source>Texts stand in double quotes.</source>
        <translation>Texte stehen in doppelten Anführungszeichen.</translation>
    </message>
    <message>
        <source>JSON has no comments. Remove this one.</source>
        <translation>JSON hat keine Kommentare. Entfernen Sie diesen.</translation>
    </message>
    <message>
        <source>A value is missing before this.</source>
        <translation>Davor fehlt ein Wert.</translation>
    </message>
    <message>
        <source>This is written %1, in lower case.</source>
        <translation>Das schreibt man %1, klein.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no value. Texts stand in double quotes; other words are true, false and null.</source>
        <translation>„%1“ ist kein Wert. Texte stehen in doppelten Anführungszeichen; andere Wörter sind true, false und null.</translation>
    </message>
</context>
<context>
    <name>models::Kubectl</name>
    <message>
        <source>The kubeconfig has no credentials for this cluster.</source>
        <translation>Die kubeconfig hat keine Zugangsdaten für diesen Cluster.</translation>
    </message>
    <message>
        <source>The cluster does not accept the credentials of the kubeconfig.</source>
        <translation>Der Cluster nimmt die Zugangsdaten der kubeconfig nicht an.</translation>
    </message>
    <message>
        <source>You may not do that in this cluster. It says nothing about what is there.</source>
        <translation>Das dürfen Sie in diesem Cluster nicht. Es sagt nichts darüber, was dort ist.</translation>
    </message>
    <message>
        <source>Choose another namespace, or ask for the right.</source>
        <translation>Wählen Sie einen anderen Namensraum, oder bitten Sie um das Recht.</translation>
    </message>
    <message>
        <source>The kubeconfig does not know this cluster. minikube takes it out when the cluster stops.</source>
        <translation>Die kubeconfig kennt diesen Cluster nicht. minikube nimmt ihn heraus, wenn der Cluster anhält.</translation>
    </message>
    <message>
        <source>Start the cluster, or let minikube write the kubeconfig again (Update context).</source>
        <translation>Starten Sie den Cluster, oder lassen Sie minikube die kubeconfig neu schreiben (Kontext reparieren).</translation>
    </message>
    <message>
        <source>There is no kubeconfig.</source>
        <translation>Es gibt keine kubeconfig.</translation>
    </message>
    <message>
        <source>The kubeconfig cannot be read.</source>
        <translation>Die kubeconfig kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Correct the file, or move it away and let minikube write a new one.</source>
        <translation>Berichtigen Sie die Datei, oder verschieben Sie sie und lassen Sie minikube eine neue schreiben.</translation>
    </message>
    <message>
        <source>The cluster measures nothing: the add-on metrics-server is not enabled.</source>
        <translation>Der Cluster misst nichts: Das Add-on metrics-server ist nicht eingeschaltet.</translation>
    </message>
    <message>
        <source>Enable the add-on metrics-server and wait a minute.</source>
        <translation>Schalten Sie das Add-on metrics-server ein, und warten Sie eine Minute.</translation>
    </message>
    <message>
        <source>There was no container before this one, or its log is gone.</source>
        <translation>Vor diesem gab es keinen Container, oder sein Protokoll ist weg.</translation>
    </message>
    <message>
        <source>Read the log of the one that is there.</source>
        <translation>Lesen Sie das Protokoll von dem, der da ist.</translation>
    </message>
    <message>
        <source>The container has not started, so there is no log of it.</source>
        <translation>Der Container ist nicht gestartet, also gibt es kein Protokoll von ihm.</translation>
    </message>
    <message>
        <source>The reason of the pod and its events say what it waits for.</source>
        <translation>Der Grund des Pods und seine Ereignisse sagen, worauf er wartet.</translation>
    </message>
    <message>
        <source>Another program has this local port.</source>
        <translation>Ein anderes Programm hat diesen lokalen Port.</translation>
    </message>
    <message>
        <source>Choose another local port, or let the system choose one.</source>
        <translation>Wählen Sie einen anderen lokalen Port, oder lassen Sie das System einen wählen.</translation>
    </message>
    <message>
        <source>The local port cannot be opened.</source>
        <translation>Der lokale Port kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The pod does not run, so nothing can be forwarded to it.</source>
        <translation>Der Pod läuft nicht, also kann nichts an ihn weitergeleitet werden.</translation>
    </message>
    <message>
        <source>The connection to the pod was lost: it, or the cluster, went away.</source>
        <translation>Die Verbindung zum Pod ging verloren: Er oder der Cluster ist weg.</translation>
    </message>
    <message>
        <source>Look whether the pod still runs.</source>
        <translation>Sehen Sie nach, ob der Pod noch läuft.</translation>
    </message>
    <message>
        <source>It did not become ready in time.</source>
        <translation>Es war nicht rechtzeitig bereit.</translation>
    </message>
    <message>
        <source>Look at its pods and their events.</source>
        <translation>Sehen Sie seine Pods und ihre Ereignisse an.</translation>
    </message>
    <message>
        <source>It is not there, or not any more.</source>
        <translation>Es ist nicht da, oder nicht mehr.</translation>
    </message>
    <message>
        <source>Refresh the list.</source>
        <translation>Lesen Sie die Liste neu.</translation>
    </message>
    <message>
        <source>The certificate of the cluster is not the one of the kubeconfig.</source>
        <translation>Das Zertifikat des Clusters ist nicht das der kubeconfig.</translation>
    </message>
    <message>
        <source>The cluster does not answer: it is stopped, paused, or still starting.</source>
        <translation>Der Cluster antwortet nicht: Er ist angehalten, pausiert oder startet noch.</translation>
    </message>
    <message>
        <source>Look at its state on this page, and start it.</source>
        <translation>Sehen Sie auf dieser Seite nach seinem Zustand, und starten Sie ihn.</translation>
    </message>
    <message>
        <source>The cluster did not answer in time: it is paused, or overloaded.</source>
        <translation>Der Cluster hat nicht rechtzeitig geantwortet: Er ist pausiert oder überlastet.</translation>
    </message>
    <message>
        <source>Look at its state on this page; unpause it, or give it more memory.</source>
        <translation>Sehen Sie auf dieser Seite nach seinem Zustand; setzen Sie ihn fort, oder geben Sie ihm mehr Speicher.</translation>
    </message>
    <message>
        <source>The address of the cluster does not exist.</source>
        <translation>Die Adresse des Clusters gibt es nicht.</translation>
    </message>
    <message>
        <source>The machine of the cluster cannot be reached.</source>
        <translation>Die Maschine des Clusters ist nicht zu erreichen.</translation>
    </message>
    <message>
        <source>The cluster did not accept that.</source>
        <translation>Der Cluster hat das nicht angenommen.</translation>
    </message>
    <message>
        <source>What it said names the reason.</source>
        <translation>Was er gesagt hat, nennt den Grund.</translation>
    </message>
    <message>
        <source>This kubectl is too old, or no kubectl of Kubernetes.</source>
        <translation>Dieses kubectl ist zu alt, oder kein kubectl von Kubernetes.</translation>
    </message>
    <message>
        <source>Install a newer one, or choose another one.</source>
        <translation>Installieren Sie ein neueres, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>nothing, and exit code %1</source>
        <translation>nichts, und Exit-Code %1</translation>
    </message>
    <message>
        <source>kubectl could not do it (exit code %1).</source>
        <translation>kubectl konnte es nicht tun (Exit-Code %1).</translation>
    </message>
    <message>
        <source>Let minikube write the kubeconfig again (Repair context).</source>
        <translation>Lassen Sie minikube die kubeconfig neu schreiben (Kontext reparieren).</translation>
    </message>
</context>
<context>
    <name>models::Kubernetes</name>
    <message>
        <source>The list of events</source>
        <translation>Die Liste der Ereignisse</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>JSON that is no list of Kubernetes</source>
        <translation>JSON, das keine Liste von Kubernetes ist</translation>
    </message>
    <message>
        <source>Check that kubectl is the one of Kubernetes.</source>
        <translation>Prüfen Sie, ob kubectl das von Kubernetes ist.</translation>
    </message>
    <message>
        <source>The list of nodes</source>
        <translation>Die Liste der Knoten</translation>
    </message>
    <message>
        <source>The list of namespaces</source>
        <translation>Die Liste der Namensräume</translation>
    </message>
    <message>
        <source>container %1 was started again once; the last time it ended with exit code %2 (%3)</source>
        <translation>Container %1 wurde einmal neu gestartet; zuletzt endete er mit Exit-Code %2 (%3)</translation>
    </message>
    <message>
        <source>container %1 was started again %4 times; the last time it ended with exit code %2 (%3)</source>
        <translation>Container %1 wurde %4-mal neu gestartet; zuletzt endete er mit Exit-Code %2 (%3)</translation>
    </message>
    <message>
        <source>Check the name of the image, and whether the cluster can reach its registry. The events below say what the registry answered.</source>
        <translation>Prüfen Sie den Namen des Images, und ob der Cluster dessen Registry erreicht. Die Ereignisse unten sagen, was die Registry geantwortet hat.</translation>
    </message>
    <message>
        <source>Correct the name of the image.</source>
        <translation>Berichtigen Sie den Namen des Images.</translation>
    </message>
    <message>
        <source>It ends soon after each start. Read the previous log of its container; an event driver ends when it is given a setting it does not know.</source>
        <translation>Er endet bald nach jedem Start. Lesen Sie das vorige Protokoll seines Containers; ein Ereignistreiber endet, wenn er eine Einstellung bekommt, die er nicht kennt.</translation>
    </message>
    <message>
        <source>Read the previous log of its container.</source>
        <translation>Lesen Sie das vorige Protokoll seines Containers.</translation>
    </message>
    <message>
        <source>It took more memory than it may. Give it, or the cluster, more.</source>
        <translation>Er hat mehr Speicher genommen, als er darf. Geben Sie ihm oder dem Cluster mehr.</translation>
    </message>
    <message>
        <source>A secret or a setting that it needs is not in the cluster.</source>
        <translation>Ein Geheimnis oder eine Einstellung, die er braucht, ist nicht im Cluster.</translation>
    </message>
    <message>
        <source>Look at its events below.</source>
        <translation>Sehen Sie seine Ereignisse unten an.</translation>
    </message>
    <message>
        <source>No node has room for it. Stop what is not needed, or make a cluster with more memory and processors.</source>
        <translation>Kein Knoten hat Platz dafür. Halten Sie an, was nicht gebraucht wird, oder legen Sie einen Cluster mit mehr Speicher und Prozessoren an.</translation>
    </message>
    <message>
        <source>The node ran short of memory or disk. Make room, then delete the pod.</source>
        <translation>Dem Knoten ging Speicher oder Plattenplatz aus. Schaffen Sie Platz, und löschen Sie dann den Pod.</translation>
    </message>
    <message>
        <source>The list of pods</source>
        <translation>Die Liste der Pods</translation>
    </message>
</context>
<context>
    <name>models::KubernetesEventModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: keine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
</context>
<context>
    <name>models::MinikubeLists</name>
    <message>
        <source>list the add-ons</source>
        <translation>die Add-ons auflisten</translation>
    </message>
    <message>
        <source>list the services</source>
        <translation>die Dienste auflisten</translation>
    </message>
    <message>
        <source>ask for the address of the cluster</source>
        <translation>nach der Adresse des Clusters fragen</translation>
    </message>
</context>
<context>
    <name>models::Plan</name>
    <message>
        <source>This server has no %1: %2</source>
        <translation>Das gibt es auf diesem Server nicht (%1): %2</translation>
    </message>
    <message>
        <source>No values in the file: those on the server stay.</source>
        <translation>Keine Werte in der Datei: Die auf dem Server bleiben.</translation>
    </message>
    <message>
        <source>Servers do not change the tags of a secret; delete and create it for that.</source>
        <translation>Server ändern die Etiketten eines Geheimnisses nicht; löschen Sie es dafür, und legen Sie es neu an.</translation>
    </message>
    <message>
        <source>Servers do not give sources back, so it cannot be compared. Tick it to send it again.</source>
        <translation>Server geben Quelltexte nicht zurück, also kann er nicht verglichen werden. Kreuzen Sie sie an, um ihn noch einmal zu senden.</translation>
    </message>
    <message>
        <source>A function is created and changed together with its source, and the file names no sourcePath.</source>
        <translation>Eine Funktion wird zusammen mit ihrem Quelltext angelegt und geändert, und die Datei nennt keinen sourcePath.</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files: the server will refuse this.</source>
        <translation>%1 %2 ist weder auf dem Server noch in den Dateien: Der Server wird das ablehnen.</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files.</source>
        <translation>%1 %2 ist weder auf dem Server noch in den Dateien.</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name: %1 is longer than 63 characters.</source>
        <translation>Kubernetes wird den Namen ablehnen: %1 ist länger als 63 Zeichen.</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name %1: capitals and underscores are not allowed.</source>
        <translation>Kubernetes wird den Namen %1 ablehnen: Großbuchstaben und Unterstriche sind nicht erlaubt.</translation>
    </message>
    <message>
        <source>This server gives each event to only one of the subscriptions of a type, and deleting one breaks the others: %1.</source>
        <translation>Dieser Server gibt jedes Ereignis nur einem der Abonnements eines Typs, und eines zu löschen stört die anderen: %1.</translation>
    </message>
    <message>
        <source>It needs the %1 %2, which is blocked.</source>
        <translation>Es braucht %1 %2, und das ist blockiert.</translation>
    </message>
    <message>
        <source>(without a value)</source>
        <translation>(ohne Wert)</translation>
    </message>
    <message>
        <source>The %1 %2 uses it, and stays.</source>
        <translation>%1 %2 verwendet es und bleibt.</translation>
    </message>
</context>
<context>
    <name>models::PodTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: keine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
</context>
<context>
    <name>models::Preflight</name>
    <message>
        <source>The cluster runs</source>
        <translation>Der Cluster läuft</translation>
    </message>
    <message>
        <source>Version of Kubernetes</source>
        <translation>Version von Kubernetes</translation>
    </message>
    <message>
        <source>What the charts ask Kubernetes for</source>
        <translation>Was die Charts von Kubernetes verlangen</translation>
    </message>
    <message>
        <source>The installer, dispatch</source>
        <translation>Das Installationsprogramm, dispatch</translation>
    </message>
    <message>
        <source>Helm</source>
        <translation>Helm</translation>
    </message>
    <message>
        <source>Version of Helm</source>
        <translation>Version von Helm</translation>
    </message>
    <message>
        <source>Tiller, the half of Helm 2 in the cluster</source>
        <translation>Tiller, die Hälfte von Helm 2 im Cluster</translation>
    </message>
    <message>
        <source>Tiller may do what it must</source>
        <translation>Tiller darf, was er muss</translation>
    </message>
    <message>
        <source>kubectl</source>
        <translation>kubectl</translation>
    </message>
    <message>
        <source>kubectl says nothing by the way</source>
        <translation>kubectl sagt nichts nebenbei</translation>
    </message>
    <message>
        <source>OpenSSL, for the certificates</source>
        <translation>OpenSSL, für die Zertifikate</translation>
    </message>
    <message>
        <source>minikube</source>
        <translation>minikube</translation>
    </message>
    <message>
        <source>Version of minikube</source>
        <translation>Version von minikube</translation>
    </message>
    <message>
        <source>What carries the cluster</source>
        <translation>Was den Cluster trägt</translation>
    </message>
    <message>
        <source>Control groups of this machine</source>
        <translation>Control Groups dieses Rechners</translation>
    </message>
    <message>
        <source>Processors, memory, disk</source>
        <translation>Prozessoren, Speicher, Datenträger</translation>
    </message>
    <message>
        <source>kubectl knows the cluster</source>
        <translation>kubectl kennt den Cluster</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Ablage der Daten</translation>
    </message>
    <message>
        <source>Charts can be fetched</source>
        <translation>Charts können geholt werden</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>No releases that failed</source>
        <translation>Keine fehlgeschlagenen Releases</translation>
    </message>
    <message>
        <source>Earlier installations</source>
        <translation>Frühere Installationen</translation>
    </message>
    <message>
        <source>Hosts in the install file</source>
        <translation>Rechner in der Installationsdatei</translation>
    </message>
    <message>
        <source>The cluster can be reached from here</source>
        <translation>Der Cluster ist von hier zu erreichen</translation>
    </message>
    <message>
        <source>Work folder</source>
        <translation>Arbeitsordner</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht nötig</translation>
    </message>
    <message>
        <source>can be seen once the cluster runs</source>
        <translation>zu sehen, sobald der Cluster läuft</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>sehe nach …</translation>
    </message>
    <message>
        <source>The local Dispatch comes with this console and needs none of this.</source>
        <translation>Das lokale Dispatch kommt mit dieser Konsole und braucht nichts davon.</translation>
    </message>
    <message>
        <source>Looking: %1 answers are still to come.</source>
        <translation>Sehe nach: %1 Antworten stehen noch aus.</translation>
    </message>
    <message>
        <source>An installation cannot work yet: %1 bad, %2 to be careful about.</source>
        <translation>Eine Installation kann noch nicht gelingen: %1 schlecht, %2 mit Vorsicht.</translation>
    </message>
    <message>
        <source>Nothing is wrong so far; %1 could not be found out.</source>
        <translation>Bisher ist nichts falsch; %1 war nicht herauszufinden.</translation>
    </message>
    <message>
        <source>It may work; be careful about %1.</source>
        <translation>Es kann gelingen; Vorsicht bei %1.</translation>
    </message>
    <message>
        <source>Everything is right for an installation.</source>
        <translation>Alles ist bereit für eine Installation.</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes %1. That needs minikube %2 or older, and a driver with a virtual machine (kvm2, virtualbox, hyperkit) or a machine with cgroup v1. Or take another way of installing.</source>
        <translation>Legen Sie einen Cluster mit Kubernetes %1 an. Das braucht minikube %2 oder älter und einen Treiber mit virtueller Maschine (kvm2, virtualbox, hyperkit) oder einen Rechner mit cgroup v1. Oder nehmen Sie einen anderen Installationsweg.</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes ask for 1.19 or newer.</source>
        <translation>Charts für ein heutiges Kubernetes verlangen 1.19 oder neuer.</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 antwortet nicht</translation>
    </message>
    <message>
        <source>Starting the cluster tells whether it works.</source>
        <translation>Ob es geht, zeigt sich beim Starten des Clusters.</translation>
    </message>
    <message>
        <source>%1 processors, %2 MB memory, %3 MB disk</source>
        <translation>%1 Prozessoren, %2 MB Speicher, %3 MB Plattenplatz</translation>
    </message>
    <message>
        <source>Dispatch wants %1 processors, %2 MB memory and %3 MB disk. A cluster keeps what it was created with: create it again.</source>
        <translation>Dispatch möchte %1 Prozessoren, %2 MB Speicher und %3 MB Plattenplatz. Ein Cluster behält, womit er angelegt wurde: Legen Sie ihn neu an.</translation>
    </message>
    <message>
        <source>%1; the installer gets a file of its own with this one only</source>
        <translation>%1; das Installationsprogramm bekommt eine eigene Datei, in der nur dieser steht</translation>
    </message>
    <message>
        <source>there is no context %1</source>
        <translation>es gibt keinen Kontext %1</translation>
    </message>
    <message>
        <source>Start the cluster again, which writes it.</source>
        <translation>Starten Sie den Cluster noch einmal; das schreibt ihn.</translation>
    </message>
    <message>
        <source>%1: the charts of the installer need 1.10 to 1.15</source>
        <translation>%1: Die Charts des Installationsprogramms brauchen 1.10 bis 1.15</translation>
    </message>
    <message>
        <source>The charts were tried with 1.10 to 1.15.</source>
        <translation>Die Charts wurden mit 1.10 bis 1.15 erprobt.</translation>
    </message>
    <message>
        <source>%1 without deployments, which the charts ask for</source>
        <translation>%1 ohne Deployments, die die Charts verlangen</translation>
    </message>
    <message>
        <source>no %1, which the charts ask for</source>
        <translation>kein %1, das die Charts verlangen</translation>
    </message>
    <message>
        <source>not ready: %1</source>
        <translation>nicht bereit: %1</translation>
    </message>
    <message>
        <source>Wait until the nodes are ready, or start the cluster again.</source>
        <translation>Warten Sie, bis die Knoten bereit sind, oder starten Sie den Cluster noch einmal.</translation>
    </message>
    <message>
        <source>The node runs out of it: pods are turned away. Make room, or create a larger cluster.</source>
        <translation>Dem Knoten geht das aus: Pods werden abgewiesen. Schaffen Sie Platz, oder legen Sie einen größeren Cluster an.</translation>
    </message>
    <message>
        <source>Create the cluster with the container runtime docker: others refuse the image registry in the cluster, which has no TLS.</source>
        <translation>Legen Sie den Cluster mit der Container-Laufzeit docker an: Andere weisen die Image-Registry im Cluster ab, die kein TLS hat.</translation>
    </message>
    <message>
        <source>%1 ready, %2</source>
        <translation>%1 bereit, %2</translation>
    </message>
    <message>
        <source>no data is kept on disk</source>
        <translation>es werden keine Daten auf dem Datenträger behalten</translation>
    </message>
    <message>
        <source>there is a default storage class</source>
        <translation>es gibt eine Standard-Speicherklasse</translation>
    </message>
    <message>
        <source>no default storage class</source>
        <translation>keine Standard-Speicherklasse</translation>
    </message>
    <message>
        <source>Turn the add-on default-storageclass on, or keep no data.</source>
        <translation>Schalten Sie das Add-on default-storageclass ein, oder behalten Sie keine Daten.</translation>
    </message>
    <message>
        <source>the driver %1 hides the ports of the cluster here</source>
        <translation>der Treiber %1 verbirgt hier die Ports des Clusters</translation>
    </message>
    <message>
        <source>Forward the ports of the pods of the ingress and of kongproxy, and connect to those.</source>
        <translation>Leiten Sie die Ports der Pods von Ingress und kongproxy weiter, und verbinden Sie sich mit diesen.</translation>
    </message>
    <message>
        <source>at its address; tried after the installation</source>
        <translation>unter seiner Adresse; wird nach der Installation probiert</translation>
    </message>
    <message>
        <source>Charts without tiller need Helm 3 or newer.</source>
        <translation>Charts ohne Tiller brauchen Helm 3 oder neuer.</translation>
    </message>
    <message>
        <source>cannot be fetched: %1</source>
        <translation>können nicht geholt werden: %1</translation>
    </message>
    <message>
        <source>The repositories that the installer takes by itself are gone since 2020. Let today&apos;s stand in for them.</source>
        <translation>Die Repositorys, die das Installationsprogramm von sich aus nimmt, gibt es seit 2020 nicht mehr. Lassen Sie die heutigen dafür einspringen.</translation>
    </message>
    <message>
        <source>Enter other repositories in the advanced settings, or a folder with charts.</source>
        <translation>Geben Sie in den erweiterten Einstellungen andere Repositorys ein, oder einen Ordner mit Charts.</translation>
    </message>
    <message>
        <source>%1: the installer works with Helm 2, from 2.15 on</source>
        <translation>%1: Das Installationsprogramm arbeitet mit Helm 2, ab 2.15</translation>
    </message>
    <message>
        <source>Get Helm 2.17.0 and choose it, or take another way of installing.</source>
        <translation>Besorgen Sie Helm 2.17.0 und wählen Sie es, oder nehmen Sie einen anderen Installationsweg.</translation>
    </message>
    <message>
        <source>%1 here, tiller %2</source>
        <translation>hier %1, Tiller %2</translation>
    </message>
    <message>
        <source>Bring tiller to the version of Helm.</source>
        <translation>Bringen Sie Tiller auf die Version von Helm.</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>there is none that is ready</source>
        <translation>es gibt keinen, der bereit ist</translation>
    </message>
    <message>
        <source>Run helm init; tiller needs an account that may do everything.</source>
        <translation>Führen Sie helm init aus; Tiller braucht ein Konto, das alles darf.</translation>
    </message>
    <message>
        <source>its account may do everything</source>
        <translation>sein Konto darf alles</translation>
    </message>
    <message>
        <source>the account kube-system/tiller may not do everything</source>
        <translation>das Konto kube-system/tiller darf nicht alles</translation>
    </message>
    <message>
        <source>Bind it to the role cluster-admin.</source>
        <translation>Binden Sie es an die Rolle cluster-admin.</translation>
    </message>
    <message>
        <source>Purge them: the installer refuses to work beside them. Their data goes with them.</source>
        <translation>Entfernen Sie sie restlos: Das Installationsprogramm weigert sich, neben ihnen zu arbeiten. Ihre Daten gehen mit ihnen.</translation>
    </message>
    <message>
        <source>none, but Helm says: %1</source>
        <translation>keine, aber Helm sagt: %1</translation>
    </message>
    <message>
        <source>The installer takes each word for a release that failed. Take the old address out of the repositories of Helm.</source>
        <translation>Das Installationsprogramm hält jedes Wort für ein fehlgeschlagenes Release. Nehmen Sie die alte Adresse aus den Repositorys von Helm.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>The installer reads each word as the number of a port. Choose a kubectl of about the version of the cluster.</source>
        <translation>Das Installationsprogramm liest jedes Wort als Nummer eines Ports. Wählen Sie ein kubectl von etwa der Version des Clusters.</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>alle %1</translation>
    </message>
    <message>
        <source>those of the old Google repositories</source>
        <translation>die der alten Google-Repositorys</translation>
    </message>
    <message>
        <source>%1 is in the cluster</source>
        <translation>%1 ist im Cluster</translation>
    </message>
    <message>
        <source>%1 has to be pulled</source>
        <translation>%1 muss geholt werden</translation>
    </message>
    <message>
        <source>Whether it still is where it was, only pulling tells. One that you have can be loaded into the cluster.</source>
        <translation>Ob es noch da ist, wo es war, zeigt erst das Holen. Eines, das Sie haben, kann in den Cluster geladen werden.</translation>
    </message>
    <message>
        <source>namespaces: %1</source>
        <translation>Namensräume: %1</translation>
    </message>
    <message>
        <source>releases: %1</source>
        <translation>Releases: %1</translation>
    </message>
    <message>
        <source>Installing again upgrades what is there. Uninstall first for a fresh one.</source>
        <translation>Noch einmal zu installieren aktualisiert, was da ist. Für eine frische Installation deinstallieren Sie zuerst.</translation>
    </message>
    <message>
        <source>“%1”, and the cluster is at %2</source>
        <translation>„%1“, und der Cluster ist unter %2</translation>
    </message>
    <message>
        <source>Enter the address of the cluster, which may change when it starts.</source>
        <translation>Geben Sie die Adresse des Clusters ein; sie kann sich ändern, wenn er startet.</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>Say where it is, or get it: %1</source>
        <translation>Sagen Sie, wo es ist, oder besorgen Sie es: %1</translation>
    </message>
    <message>
        <source>%1%2 cannot be used: %3</source>
        <translation>%1%2 ist nicht zu gebrauchen: %3</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>%1; the cluster is there already, and old enough</source>
        <translation>%1; der Cluster ist schon da und alt genug</translation>
    </message>
    <message>
        <source>%1, which makes no cluster with Kubernetes 1.15</source>
        <translation>%1, das keinen Cluster mit Kubernetes 1.15 anlegt</translation>
    </message>
    <message>
        <source>Choose minikube %1 or older to create the cluster with.</source>
        <translation>Wählen Sie minikube %1 oder älter, um den Cluster damit anzulegen.</translation>
    </message>
    <message>
        <source>version 1</source>
        <translation>Version 1</translation>
    </message>
    <message>
        <source>version 2: Kubernetes 1.15 runs on this machine in a virtual machine only</source>
        <translation>Version 2: Kubernetes 1.15 läuft auf diesem Rechner nur in einer virtuellen Maschine</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox.</source>
        <translation>Legen Sie den Cluster mit einem Treiber wie kvm2 oder virtualbox an.</translation>
    </message>
    <message>
        <source>version 2 here; the virtual machine has its own</source>
        <translation>Version 2 hier; die virtuelle Maschine hat ihre eigenen</translation>
    </message>
    <message>
        <source>version 2, and the cluster runs all the same</source>
        <translation>Version 2, und der Cluster läuft trotzdem</translation>
    </message>
    <message>
        <source>version 2: a kubelet before 1.19 does not run in a container here</source>
        <translation>Version 2: Ein kubelet vor 1.19 läuft hier nicht in einem Container</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox, or start this machine with cgroup v1.</source>
        <translation>Legen Sie den Cluster mit einem Treiber wie kvm2 oder virtualbox an, oder starten Sie diesen Rechner mit cgroup v1.</translation>
    </message>
    <message>
        <source>Make room or give yourself the right to write there.</source>
        <translation>Schaffen Sie Platz, oder geben Sie sich das Recht, dort zu schreiben.</translation>
    </message>
    <message>
        <source>%1; the configuration of an earlier installation is kept beside the new one</source>
        <translation>%1; die Konfiguration einer früheren Installation wird neben der neuen aufbewahrt</translation>
    </message>
    <message>
        <source>set, and not for the cluster</source>
        <translation>gesetzt, und nicht für den Cluster</translation>
    </message>
    <message>
        <source>set, also for what is in the cluster: %1</source>
        <translation>gesetzt, auch für das, was im Cluster ist: %1</translation>
    </message>
    <message>
        <source>Add these to NO_PROXY, and start the console and the cluster again.</source>
        <translation>Fügen Sie diese zu NO_PROXY hinzu, und starten Sie die Konsole und den Cluster neu.</translation>
    </message>
</context>
<context>
    <name>models::RecordKind</name>
    <message>
        <source>organization</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>Dienstkonto</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>base image</source>
        <translation>Basis-Image</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
</context>
<context>
    <name>models::Resource</name>
    <message>
        <source>read a resource</source>
        <translation>eine Ressource lesen</translation>
    </message>
    <message>
        <source>an entry without a name</source>
        <translation>ein Eintrag ohne Namen</translation>
    </message>
    <message>
        <source>The server sent something that is no resource.</source>
        <translation>Der Server hat etwas gesendet, das keine Ressource ist.</translation>
    </message>
</context>
<context>
    <name>models::ResourceKind</name>
    <message>
        <source>exposed</source>
        <translation>erreichbar</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Geheimnisse</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Exposed</source>
        <translation>Erreichbar</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Ereignistyp</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>Einsprung</translation>
    </message>
    <message>
        <source>Free labels, for example team = storage.</source>
        <translation>Freie Etiketten, zum Beispiel team = storage.</translation>
    </message>
    <message>
        <source>What drivers refer to. At most 32 characters.</source>
        <translation>Worauf sich Treiber beziehen. Höchstens 32 Zeichen.</translation>
    </message>
    <message>
        <source>The container image that a driver of this type runs.</source>
        <translation>Das Container-Image, das ein Treiber dieses Typs ausführt.</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>Von außen erreichbar</translation>
    </message>
    <message>
        <source>Gives each driver an address of its own, for sources that push their events.</source>
        <translation>Gibt jedem Treiber eine eigene Adresse, für Quellen, die ihre Ereignisse selbst liefern.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Kept with the type for information; drivers do not inherit it.</source>
        <translation>Zur Kenntnis beim Typ aufbewahrt; Treiber erben es nicht.</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>Treibertyp</translation>
    </message>
    <message>
        <source>What kind of events this driver brings.</source>
        <translation>Welche Art von Ereignissen dieser Treiber bringt.</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and dashes.</source>
        <translation>Kleinbuchstaben, Ziffern und Bindestriche.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Handed to the driver as --key=value.</source>
        <translation>Dem Treiber als --schlüssel=wert übergeben.</translation>
    </message>
    <message>
        <source>Their keys become environment variables of the driver.</source>
        <translation>Ihre Schlüssel werden zu Umgebungsvariablen des Treibers.</translation>
    </message>
    <message>
        <source>What drivers and functions refer to.</source>
        <translation>Worauf sich Treiber und Funktionen beziehen.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Key and value. Values are hidden and never kept by the console.</source>
        <translation>Schlüssel und Wert. Werte sind verborgen und werden von der Konsole nie aufbewahrt.</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>Ereignistyp</translation>
    </message>
    <message>
        <source>Compared letter by letter; there are no wildcards.</source>
        <translation>Buchstabe für Buchstabe verglichen; Platzhalter gibt es nicht.</translation>
    </message>
    <message>
        <source>Runs once for each matching event.</source>
        <translation>Läuft einmal für jedes passende Ereignis.</translation>
    </message>
    <message>
        <source>Letters, digits, underscores and dashes.</source>
        <translation>Buchstaben, Ziffern, Unterstriche und Bindestriche.</translation>
    </message>
    <message>
        <source>Stored, but no server uses them: give secrets to the function instead.</source>
        <translation>Gespeichert, doch kein Server benutzt sie: Geben Sie Geheimnisse der Funktion.</translation>
    </message>
    <message>
        <source>What subscriptions refer to.</source>
        <translation>Worauf sich Abonnements beziehen.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The image whose language runs the function.</source>
        <translation>Das Image, dessen Sprache die Funktion ausführt.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelltext</translation>
    </message>
    <message>
        <source>A file or a folder with the code.</source>
        <translation>Eine Datei oder ein Ordner mit dem Code.</translation>
    </message>
    <message>
        <source>module.function, for example hello.handle; needed for folders.</source>
        <translation>modul.funktion, zum Beispiel hello.handle; bei Ordnern nötig.</translation>
    </message>
    <message>
        <source>Given to the function in context.secrets.</source>
        <translation>Der Funktion in context.secrets übergeben.</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Zeitgrenze</translation>
    </message>
    <message>
        <source>A run that takes longer is stopped. 0 = no limit.</source>
        <translation>Ein Lauf, der länger dauert, wird angehalten. 0 = keine Grenze.</translation>
    </message>
    <message>
        <source>driver type</source>
        <translation>Treibertyp</translation>
    </message>
    <message>
        <source>Driver Types</source>
        <translation>Treibertypen</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>Treiber</translation>
    </message>
    <message>
        <source>Drivers</source>
        <translation>Treiber</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>Funktionen</translation>
    </message>
</context>
<context>
    <name>models::ResourceTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: keine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
</context>
<context>
    <name>models::Rules</name>
    <message>
        <source>This is required.</source>
        <translation>Das ist nötig.</translation>
    </message>
    <message>
        <source>At most %1 characters; this has %2.</source>
        <translation>Höchstens %1 Zeichen; das hier hat %2.</translation>
    </message>
    <message>
        <source>Only lower-case letters, digits and dashes, starting with a letter or digit, as in vcenter-lab.</source>
        <translation>Nur Kleinbuchstaben, Ziffern und Bindestriche, am Anfang Buchstabe oder Ziffer, wie in vcenter-lab.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes, and no dash at the start. No dots, no spaces.</source>
        <translation>Nur Buchstaben, Ziffern, Unterstriche und Bindestriche, kein Bindestrich am Anfang. Keine Punkte, keine Leerzeichen.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes.</source>
        <translation>Nur Buchstaben, Ziffern, Unterstriche und Bindestriche.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots. Wildcards such as * are not supported.</source>
        <translation>Nur Buchstaben, Ziffern, Unterstriche, Bindestriche und Punkte. Platzhalter wie * gibt es nicht.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots.</source>
        <translation>Nur Buchstaben, Ziffern, Unterstriche, Bindestriche und Punkte.</translation>
    </message>
</context>
<context>
    <name>models::Run</name>
    <message>
        <source>read a run</source>
        <translation>einen Lauf lesen</translation>
    </message>
    <message>
        <source>an entry without an id</source>
        <translation>ein Eintrag ohne Kennung</translation>
    </message>
    <message>
        <source>The server sent something that is no run.</source>
        <translation>Der Server hat etwas gesendet, das kein Lauf ist.</translation>
    </message>
</context>
<context>
    <name>models::RunTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: keine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Ereignistyp</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>under 1 ms</source>
        <translation>unter 1 ms</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
</context>
<context>
    <name>models::Snippets</name>
    <message>
        <source>The shell cannot write a text file as a JSON string. Use Python, or send the file as binary.</source>
        <translation>Die Shell kann eine Textdatei nicht als JSON-Text schreiben. Nehmen Sie Python, oder senden Sie die Datei binär.</translation>
    </message>
    <message>
        <source>The command line has no option for extensions.</source>
        <translation>Die Befehlszeile hat keine Option für Erweiterungen.</translation>
    </message>
    <message>
        <source>The command line always sends the time of sending.</source>
        <translation>Die Befehlszeile sendet immer die Zeit des Sendens.</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on text.</source>
        <translation>Die Befehlszeile sendet nur JSON; an Text scheitert sie.</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on files.</source>
        <translation>Die Befehlszeile sendet nur JSON; an Dateien scheitert sie.</translation>
    </message>
    <message>
        <source>The command line always says application/json with data, and nothing without.</source>
        <translation>Die Befehlszeile sagt mit Daten immer application/json, und ohne nichts.</translation>
    </message>
    <message>
        <source>curl (bash)</source>
        <translation>curl (bash)</translation>
    </message>
    <message>
        <source>PowerShell</source>
        <translation>PowerShell</translation>
    </message>
    <message>
        <source>dispatch emit</source>
        <translation>dispatch emit</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
</context>
<context>
    <name>models::Variables</name>
    <message>
        <source>This is written as %1.</source>
        <translation>Das schreibt man %1.</translation>
    </message>
    <message>
        <source>Two whole numbers are needed, the smaller one first, as in {{random 1 6}}.</source>
        <translation>Zwei ganze Zahlen sind nötig, die kleinere zuerst, wie {{random 1 6}}.</translation>
    </message>
    <message>
        <source>The environment variable %1 is not set. Set it before the program starts.</source>
        <translation>Die Umgebungsvariable %1 ist nicht gesetzt. Setzen Sie sie, bevor das Programm startet.</translation>
    </message>
    <message>
        <source>a new random UUID each time it stands somewhere</source>
        <translation>eine neue zufällige UUID für jede Stelle, an der sie steht</translation>
    </message>
    <message>
        <source>the time of sending in UTC, as in 2018-09-12T10:11:12.345Z</source>
        <translation>die Zeit des Sendens in UTC, wie 2018-09-12T10:11:12.345Z</translation>
    </message>
    <message>
        <source>the number of the event, counted from 1 in a job</source>
        <translation>die Nummer des Ereignisses, in einem Auftrag ab 1 gezählt</translation>
    </message>
    <message>
        <source>a whole number from A to B</source>
        <translation>eine ganze Zahl von A bis B</translation>
    </message>
    <message>
        <source>the environment variable NAME</source>
        <translation>die Umgebungsvariable NAME</translation>
    </message>
    <message>
        <source>The braces that open here are not closed on this line by }}. Write {{{{ if you mean two braces.</source>
        <translation>Die Klammern, die sich hier öffnen, werden in dieser Zeile nicht durch }} geschlossen. Schreiben Sie {{{{, wenn Sie zwei Klammern meinen.</translation>
    </message>
    <message>
        <source>There is no variable of this name. Write {{{{ if you mean two braces.</source>
        <translation>Eine Variable dieses Namens gibt es nicht. Schreiben Sie {{{{, wenn Sie zwei Klammern meinen.</translation>
    </message>
</context>
<context>
    <name>ui::AddonsModel</name>
    <message>
        <source>enabled</source>
        <translation>eingeschaltet</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>ausgeschaltet</translation>
    </message>
    <message>
        <source>Add-on</source>
        <translation>Add-on</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>ui::AddonsView</name>
    <message>
        <source>Filter the add-ons</source>
        <translation>Die Add-ons filtern</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>Add-ons</translation>
    </message>
    <message>
        <source>&amp;Disable</source>
        <translation>&amp;Ausschalten</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>&amp;Einschalten</translation>
    </message>
    <message>
        <source>The cluster must run to change add-ons.</source>
        <translation>Der Cluster muss laufen, um Add-ons zu ändern.</translation>
    </message>
</context>
<context>
    <name>ui::AttributesForm</name>
    <message>
        <source>Event &amp;type</source>
        <translation>Ereignis&amp;typ</translation>
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <source>who sends it, for example dispatch</source>
        <translation>wer es sendet, zum Beispiel dispatch</translation>
    </message>
    <message>
        <source>&amp;Content type</source>
        <translation>&amp;Inhaltstyp</translation>
    </message>
    <message>
        <source>Event &amp;id</source>
        <translation>Ereignis&amp;kennung</translation>
    </message>
    <message>
        <source>a fresh one for each send</source>
        <translation>bei jedem Senden eine neue</translation>
    </message>
    <message>
        <source>Ti&amp;me</source>
        <translation>&amp;Zeit</translation>
    </message>
    <message>
        <source>the time of sending</source>
        <translation>die Zeit des Sendens</translation>
    </message>
    <message>
        <source>Type &amp;version</source>
        <translation>Typ&amp;version</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Schema &amp;URL</source>
        <translation>Schema-&amp;URL</translation>
    </message>
    <message>
        <source>More attributes</source>
        <translation>Weitere Attribute</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>Erweiterungen</translation>
    </message>
    <message>
        <source>&amp;New id</source>
        <translation>&amp;Neue Kennung</translation>
    </message>
    <message>
        <source>Write a fresh id here, to know it before the event is sent</source>
        <translation>Hier eine neue Kennung eintragen, um sie zu kennen, bevor das Ereignis gesendet wird</translation>
    </message>
    <message>
        <source>by the kind of data</source>
        <translation>nach der Art der Daten</translation>
    </message>
</context>
<context>
    <name>ui::CataloguePicker</name>
    <message>
        <source>Known drivers</source>
        <translation>Bekannte Treiber</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Etwas anderes</translation>
    </message>
</context>
<context>
    <name>ui::CliImportDialog</name>
    <message>
        <source>Import from the command line</source>
        <translation>Von der Befehlszeile importieren</translation>
    </message>
    <message>
        <source>Which contexts shall become connections? The file of the command line stays as it is.</source>
        <translation>Welche Kontexte sollen Verbindungen werden? Die Datei der Befehlszeile bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Contexts of the command line</source>
        <translation>Kontexte der Befehlszeile</translation>
    </message>
    <message>
        <source>Take &amp;cookies and keys along into the keychain</source>
        <translation>&amp;Cookies und Schlüssel in den Schlüsselbund mitnehmen</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importieren</translation>
    </message>
    <message>
        <source>no sign-in</source>
        <translation>keine Anmeldung</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>Dienstkonto</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3 · %4</source>
        <translation>%1 – %2 · Org. %3 · %4</translation>
    </message>
    <message>
        <source>%1 (current)</source>
        <translation>%1 (aktuell)</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDeeds</name>
    <message>
        <source>Save the logs of %1</source>
        <translation>Die Protokolle von %1 speichern</translation>
    </message>
    <message>
        <source>Reading the logs of %1…</source>
        <translation>Lese die Protokolle von %1 …</translation>
    </message>
    <message>
        <source>Saved %1 to %2; secrets are masked.</source>
        <translation>%1 nach %2 gespeichert; Geheimnisse sind verdeckt.</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>%1 kopiert.</translation>
    </message>
    <message>
        <source>Stop what is being done?</source>
        <translation>Anhalten, was gerade getan wird?</translation>
    </message>
    <message>
        <source>Something is being done to %1. When it is stopped half way, it stays half done; start the cluster again later, or delete it.</source>
        <translation>Mit %1 wird gerade etwas getan. Wird es mittendrin angehalten, bleibt es halb fertig; starten Sie den Cluster später noch einmal, oder löschen Sie ihn.</translation>
    </message>
    <message>
        <source>&amp;Stop it</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Let it finish</source>
        <translation>&amp;Zu Ende laufen lassen</translation>
    </message>
    <message>
        <source>Start it here?</source>
        <translation>Hier starten?</translation>
    </message>
    <message>
        <source>By the files of minikube, %1 is being started outside of this console. If that was given up, start it here. If it goes on, two starts would be in each other&apos;s way.</source>
        <translation>Nach den Dateien von minikube wird %1 außerhalb dieser Konsole gestartet. Wurde das aufgegeben, starten Sie hier. Läuft es noch, kämen sich zwei Starts in die Quere.</translation>
    </message>
    <message>
        <source>&amp;Start it here</source>
        <translation>&amp;Hier starten</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>&amp;Warten</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDesk</name>
    <message>
        <source>&amp;Back to the start</source>
        <translation>&amp;Zurück zum Anfang</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>The Dispatch in the cluster %1.</source>
        <translation>Das Dispatch im Cluster %1.</translation>
    </message>
    <message>
        <source>Still under way: %1. It can run on without this window; the next start of the console picks it up.</source>
        <translation>Noch unterwegs: %1. Es kann ohne dieses Fenster weiterlaufen; der nächste Start der Konsole nimmt es wieder auf.</translation>
    </message>
    <message>
        <source>&amp;Give up and quit</source>
        <translation>&amp;Aufgeben und beenden</translation>
    </message>
    <message>
        <source>&amp;Stay</source>
        <translation>&amp;Bleiben</translation>
    </message>
    <message>
        <source>Still under way from before: %1. It is on the page Cluster.</source>
        <translation>Noch unterwegs von vorher: %1. Es steht auf der Seite Cluster.</translation>
    </message>
    <message>
        <source>The Dispatch that was just installed. Its certificate is self-made: connect, compare the fingerprint, and pin it.</source>
        <translation>Das Dispatch, das gerade installiert wurde. Sein Zertifikat hat das Installationsprogramm erzeugt: Verbinden Sie sich, vergleichen Sie den Fingerabdruck, und heften Sie es an.</translation>
    </message>
    <message>
        <source>Dispatch is being installed. Closing the window ends that half done; it can be run again later.</source>
        <translation>Dispatch wird gerade installiert. Wird das Fenster geschlossen, endet das halb fertig; es kann später noch einmal ausgeführt werden.</translation>
    </message>
    <message>
        <source>Still at work</source>
        <translation>Noch bei der Arbeit</translation>
    </message>
    <message>
        <source>&amp;Keep minikube running</source>
        <translation>&amp;minikube weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Tidying up; the window closes by itself.</source>
        <translation>Räume auf; das Fenster schließt sich von selbst.</translation>
    </message>
</context>
<context>
    <name>ui::ClusterPage</name>
    <message>
        <source>&amp;Create…</source>
        <translation>An&amp;legen …</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>&amp;Unpause</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>L&amp;öschen …</translation>
    </message>
    <message>
        <source>&amp;Repair context</source>
        <translation>&amp;Kontext reparieren</translation>
    </message>
    <message>
        <source>Save &amp;logs…</source>
        <translation>P&amp;rotokolle speichern …</translation>
    </message>
    <message>
        <source>Copy &amp;IP</source>
        <translation>&amp;IP kopieren</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>Was läuft</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>Add-ons</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>Über den Cluster</translation>
    </message>
    <message>
        <source>Profiles of minikube</source>
        <translation>Profile von minikube</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>find minikube</source>
        <translation>minikube finden</translation>
    </message>
    <message>
        <source>Show the &amp;tools</source>
        <translation>Die &amp;Werkzeuge zeigen</translation>
    </message>
    <message>
        <source>%1, in %2.</source>
        <translation>Fertig: %1, in %2.</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>Dispatch</translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation>&amp;Zeigen</translation>
    </message>
    <message>
        <source>Point kubeconfig to the cluster again. That makes it the current context, too.</source>
        <translation>Richtet kubeconfig wieder auf den Cluster. Er wird damit auch der aktuelle Kontext.</translation>
    </message>
</context>
<context>
    <name>ui::CommandsModel</name>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>Exit %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>aufgegeben</translation>
    </message>
</context>
<context>
    <name>ui::CommandsView</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>What the command printed</source>
        <translation>Was der Befehl ausgegeben hat</translation>
    </message>
    <message>
        <source>Copy the comman&amp;d</source>
        <translation>&amp;Befehl kopieren</translation>
    </message>
    <message>
        <source>Copy the o&amp;utput</source>
        <translation>A&amp;usgabe kopieren</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>Choose a command to see what it printed. Secrets are masked.</source>
        <translation>Wählen Sie einen Befehl, um zu sehen, was er ausgegeben hat. Geheimnisse sind verdeckt.</translation>
    </message>
    <message>
        <source>Also what the console as&amp;ks by itself</source>
        <translation>Auch, was die Konsole von sich aus &amp;fragt</translation>
    </message>
</context>
<context>
    <name>ui::ComplaintList</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weiteres</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⚠ %n problems in what was read. What they are about is not imported.</source>
        <translation>
            <numerusform>⚠ %n Problem in dem, was gelesen wurde. Was es betrifft, wird nicht importiert.</numerusform>
            <numerusform>⚠ %n Probleme in dem, was gelesen wurde. Was sie betreffen, wird nicht importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems in what was read</source>
        <translation>Probleme in dem, was gelesen wurde</translation>
    </message>
</context>
<context>
    <name>ui::ComposerForm</name>
    <message>
        <source>The data is being checked.</source>
        <translation>Die Daten werden geprüft.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::ConflictPanel</name>
    <message>
        <source>(hidden values)</source>
        <translation>(verborgene Werte)</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>The server&apos;s copy was changed while this form was open. Nothing was saved yet.</source>
        <translation>Der Stand auf dem Server wurde geändert, während dieses Formular offen war. Noch ist nichts gespeichert.</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>On the server now</source>
        <translation>Jetzt auf dem Server</translation>
    </message>
    <message>
        <source>In this form</source>
        <translation>In diesem Formular</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Was sich unterscheidet</translation>
    </message>
    <message>
        <source>Save &amp;mine over it</source>
        <translation>&amp;Meines darüber speichern</translation>
    </message>
    <message>
        <source>Take the &amp;server&apos;s</source>
        <translation>Das vom &amp;Server nehmen</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionBand</name>
    <message>
        <source>red</source>
        <translation>rot</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>orange</translation>
    </message>
    <message>
        <source>green</source>
        <translation>grün</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>blau</translation>
    </message>
    <message>
        <source>violet</source>
        <translation>violett</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>protected</source>
        <translation>geschützt</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>insecure: the certificate is not checked, anybody may be in between</source>
        <translation>unsicher: Das Zertifikat wird nicht geprüft, jeder kann dazwischen sein</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Verbindung %1</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionDesk</name>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>Verbindungen &amp;verwalten …</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1 (Kopie)</translation>
    </message>
    <message>
        <source>The secret is not copied: enter it again.</source>
        <translation>Das Geheimnis wird nicht kopiert: Geben Sie es noch einmal ein.</translation>
    </message>
    <message>
        <source>Delete the connection?</source>
        <translation>Die Verbindung löschen?</translation>
    </message>
    <message>
        <source>Delete the connection “%1” to %2 and forget its secrets? The server keeps what is on it.</source>
        <translation>Die Verbindung „%1“ zu %2 löschen und ihre Geheimnisse vergessen? Der Server behält, was auf ihm ist.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Export connections without secrets</source>
        <translation>Verbindungen ohne Geheimnisse exportieren</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>&amp;Test this connection…</source>
        <translation>Diese Verbindung &amp;testen …</translation>
    </message>
    <message>
        <source>New &amp;service account…</source>
        <translation>Neues &amp;Dienstkonto …</translation>
    </message>
    <message>
        <source>Made the service account %1. The connection “%2” signs in with it.</source>
        <translation>Das Dienstkonto %1 ist angelegt. Die Verbindung „%2“ meldet sich damit an.</translation>
    </message>
    <message numerus="yes">
        <source>Imported %n connections.</source>
        <translation>
            <numerusform>%n Verbindung importiert.</numerusform>
            <numerusform>%n Verbindungen importiert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ConnectionTestDialog</name>
    <message>
        <source>Test the connection</source>
        <translation>Die Verbindung testen</translation>
    </message>
    <message>
        <source>The way to %1:</source>
        <translation>Der Weg zu %1:</translation>
    </message>
    <message>
        <source>Steps of the test</source>
        <translation>Schritte des Tests</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copies the findings, without secrets</source>
        <translation>Kopiert die Befunde, ohne Geheimnisse</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Neu …</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Bearbeiten …</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>&amp;Duplizieren …</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>E&amp;xport without secrets…</source>
        <translation>&amp;Ohne Geheimnisse exportieren …</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3</source>
        <translation>%1 – %2 · Org. %3</translation>
    </message>
    <message>
        <source>&amp;From the command line…</source>
        <translation>Von der Be&amp;fehlszeile …</translation>
    </message>
</context>
<context>
    <name>ui::CreateDialog</name>
    <message>
        <source>Create a cluster</source>
        <translation>Einen Cluster anlegen</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Profil</translation>
    </message>
    <message>
        <source>&amp;Driver</source>
        <translation>&amp;Treiber</translation>
    </message>
    <message>
        <source>&amp;Kubernetes</source>
        <translation>&amp;Kubernetes</translation>
    </message>
    <message>
        <source>CP&amp;Us</source>
        <translation>&amp;CPUs</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>&amp;Speicher</translation>
    </message>
    <message>
        <source>D&amp;isk</source>
        <translation>&amp;Datenträger</translation>
    </message>
    <message>
        <source>N&amp;odes</source>
        <translation>K&amp;noten</translation>
    </message>
    <message>
        <source>&amp;Runtime</source>
        <translation>&amp;Laufzeit</translation>
    </message>
    <message>
        <source>&amp;Add-ons</source>
        <translation>&amp;Add-ons</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>the one minikube comes with</source>
        <translation>das, mit dem minikube kommt</translation>
    </message>
    <message>
        <source>&amp;Suit it to Dispatch</source>
        <translation>&amp;Für Dispatch passend machen</translation>
    </message>
    <message>
        <source>Kubernetes 1.15.12, which the archived charts of Dispatch need, with enough of all.</source>
        <translation>Kubernetes 1.15.12, das die archivierten Charts von Dispatch brauchen, mit genug von allem.</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>Anle&amp;gen</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>%1 is not found on this machine. To get it: %2.</source>
        <translation>%1 ist auf diesem Rechner nicht zu finden. So bekommen Sie es: %2.</translation>
    </message>
    <message>
        <source>kubeconfig has a context of this name already; minikube will overwrite it.</source>
        <translation>kubeconfig hat schon einen Kontext dieses Namens; minikube wird ihn überschreiben.</translation>
    </message>
    <message>
        <source>This machine has %1 processors, %2 of memory and %3 of free disk.</source>
        <translation>Dieser Rechner hat %1 Prozessoren, %2 Speicher und %3 freien Plattenplatz.</translation>
    </message>
    <message>
        <source>Looking at what this machine has…</source>
        <translation>Sehe nach, was dieser Rechner hat …</translation>
    </message>
</context>
<context>
    <name>ui::CredentialsBox</name>
    <message>
        <source>Where the credentials come from</source>
        <translation>Woher die Zugangsdaten kommen</translation>
    </message>
    <message>
        <source>Name of the new secret</source>
        <translation>Name des neuen Geheimnisses</translation>
    </message>
    <message>
        <source>Secret name</source>
        <translation>Name des Geheimnisses</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>Show values</source>
        <translation>Werte zeigen</translation>
    </message>
    <message>
        <source>No secret for them yet</source>
        <translation>Noch kein Geheimnis dafür</translation>
    </message>
    <message>
        <source>Secret %1 (%2)</source>
        <translation>Geheimnis %1 (%2)</translation>
    </message>
    <message>
        <source>A new secret with these values</source>
        <translation>Ein neues Geheimnis mit diesen Werten</translation>
    </message>
    <message>
        <source>Name of the secret: %1</source>
        <translation>Name des Geheimnisses: %1</translation>
    </message>
    <message>
        <source>There is a secret &quot;%1&quot; already. Choose it, or take another name.</source>
        <translation>Es gibt schon ein Geheimnis „%1“. Wählen Sie es, oder nehmen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The new secret has no values yet.</source>
        <translation>Das neue Geheimnis hat noch keine Werte.</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>Needed: %1.</source>
        <translation>Nötig: %1.</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>, oder </translation>
    </message>
    <message>
        <source>Settings can be read by everybody who may list drivers; these belong into a secret.</source>
        <translation>Einstellungen kann jeder lesen, der Treiber auflisten darf; das hier gehört in ein Geheimnis.</translation>
    </message>
</context>
<context>
    <name>ui::DataPane</name>
    <message>
        <source>Data as</source>
        <translation>Daten als</translation>
    </message>
    <message>
        <source>&amp;JSON</source>
        <translation>&amp;JSON</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>Te&amp;xt</translation>
    </message>
    <message>
        <source>Fi&amp;le</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Anordnen</translation>
    </message>
    <message>
        <source>One value a line; undo takes it back</source>
        <translation>Ein Wert pro Zeile; Rückgängig nimmt es zurück</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>Everything on one line; undo takes it back</source>
        <translation>Alles in einer Zeile; Rückgängig nimmt es zurück</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>Put the cursor where it is</source>
        <translation>Die Schreibmarke dorthin setzen</translation>
    </message>
    <message>
        <source>Data as %1</source>
        <translation>Daten als %1</translation>
    </message>
    <message>
        <source>Data, JSON</source>
        <translation>Daten, JSON</translation>
    </message>
    <message>
        <source>The pasted JSON was one very long line and was put on several lines. Its values are the same.</source>
        <translation>Das eingefügte JSON war eine sehr lange Zeile und wurde auf mehrere Zeilen verteilt. Seine Werte sind dieselben.</translation>
    </message>
    <message>
        <source>Data, text</source>
        <translation>Daten, Text</translation>
    </message>
    <message>
        <source>Sent as it stands here, as a JSON string</source>
        <translation>Gesendet, wie es hier steht, als JSON-Text</translation>
    </message>
    <message numerus="yes">
        <source> (and %n more)</source>
        <translation>
            <numerusform> (und %n weitere)</numerusform>
            <numerusform> (und %n weitere)</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Prüfe …</translation>
    </message>
    <message numerus="yes">
        <source>An event carries one file: the first of %n was taken.</source>
        <translation>
            <numerusform>Ein Ereignis trägt eine Datei: Die erste von %n wurde genommen.</numerusform>
            <numerusform>Ein Ereignis trägt eine Datei: Die erste von %n wurde genommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The text is too long for the editor and is being kept as a file…</source>
        <translation>Der Text ist zu lang für den Editor und wird als Datei aufbewahrt …</translation>
    </message>
    <message>
        <source>The text was too long for the editor and was kept as this file. It arrives as one string. What was typed before is still there.</source>
        <translation>Der Text war zu lang für den Editor und wurde als diese Datei aufbewahrt. Er kommt als ein einziger Text an. Was vorher eingegeben war, ist noch da.</translation>
    </message>
</context>
<context>
    <name>ui::DeleteCluster</name>
    <message numerus="yes">
        <source>its %n machines or containers (%1)</source>
        <translation>
            <numerusform>seine Maschine oder sein Container (%1)</numerusform>
            <numerusform>seine %n Maschinen oder Container (%1)</numerusform>
        </translation>
    </message>
    <message>
        <source>its disk, with every image and volume on it</source>
        <translation>sein Datenträger, mit jedem Image und Volume darauf</translation>
    </message>
    <message>
        <source>everything that runs in it; a Dispatch too, with its event drivers, secrets, subscriptions and functions</source>
        <translation>alles, was darin läuft; auch ein Dispatch mit seinen Ereignistreibern, Geheimnissen, Abonnements und Funktionen</translation>
    </message>
    <message>
        <source>its context in kubeconfig</source>
        <translation>sein Kontext in kubeconfig</translation>
    </message>
    <message>
        <source>Delete a cluster</source>
        <translation>Einen Cluster löschen</translation>
    </message>
    <message>
        <source>Delete the cluster %1? This goes with it:</source>
        <translation>Den Cluster %1 löschen? Das geht mit ihm:</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>Es kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>It was not &amp;made by this console; delete it all the same</source>
        <translation>Er wurde nicht von dieser Konsole angelegt; &amp;trotzdem löschen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
</context>
<context>
    <name>ui::DeleteDialog</name>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>What goes, and what uses it</source>
        <translation>Was gelöscht wird, und was es verwendet</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete the %1 &quot;%2&quot;?</source>
        <translation>%1 „%2“ löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete these %n resources (%1)?</source>
        <translation>
            <numerusform>Diesen %n Eintrag löschen (%1)?</numerusform>
            <numerusform>Diese %n Einträge löschen (%1)?</numerusform>
        </translation>
    </message>
    <message>
        <source>The runs of a function, with their output and logs, are deleted with it.</source>
        <translation>Die Läufe einer Funktion werden mit Ausgabe und Protokoll mitgelöscht.</translation>
    </message>
    <message>
        <source>A driver that is still CREATING may leave its container running behind. Better wait for READY.</source>
        <translation>Ein Treiber, der noch CREATING ist, lässt womöglich seinen Container laufen. Warten Sie besser auf READY.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are in use. What uses them stays, and fails.</source>
        <translation>
            <numerusform>%n davon wird verwendet. Was es verwendet, bleibt und schlägt fehl.</numerusform>
            <numerusform>%n davon werden verwendet. Was sie verwendet, bleibt und schlägt fehl.</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting %1 of %2…</source>
        <translation>Lösche %1 von %2 …</translation>
    </message>
    <message>
        <source>%1 of %2 deleted, %3 failed.</source>
        <translation>%1 von %2 gelöscht, %3 fehlgeschlagen.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Stopping after this one…</source>
        <translation>Halte nach diesem an …</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Undo can bring the values of a secret back only until this console is closed.</source>
        <translation>Rückgängig kann die Werte eines Geheimnisses nur zurückholen, bis diese Konsole geschlossen wird.</translation>
    </message>
    <message numerus="yes">
        <source>Delete what &amp;uses them too, first (%n)</source>
        <translation>
            <numerusform>Zuerst auch löschen, was sie &amp;verwendet (%n)</numerusform>
            <numerusform>Zuerst auch löschen, was sie &amp;verwendet (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>From the top down. The first that does not go ends it.</source>
        <translation>Von oben nach unten. Das erste, das nicht geht, beendet es.</translation>
    </message>
</context>
<context>
    <name>ui::DeletionsModel</name>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>deleting…</source>
        <translation>wird gelöscht …</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Verwendet von</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>ui::DetailsPane</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>Bezüge</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Details of the selection</source>
        <translation>Einzelheiten der Auswahl</translation>
    </message>
    <message>
        <source>What it uses and what uses it</source>
        <translation>Was es verwendet, und wovon es verwendet wird</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a row to see its details.</source>
        <translation>Wählen Sie eine Zeile, um ihre Einzelheiten zu sehen.</translation>
    </message>
</context>
<context>
    <name>ui::DifferenceModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Feld</translation>
    </message>
</context>
<context>
    <name>ui::DispatchView</name>
    <message>
        <source>&amp;1 Check</source>
        <translation>&amp;1 Prüfung</translation>
    </message>
    <message>
        <source>&amp;2 Settings</source>
        <translation>&amp;2 Einstellungen</translation>
    </message>
    <message>
        <source>Dispatch on this cluster</source>
        <translation>Dispatch auf diesem Cluster</translation>
    </message>
    <message>
        <source>&amp;Uninstall…</source>
        <translation>&amp;Deinstallieren …</translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation>&amp;Probelauf</translation>
    </message>
    <message>
        <source>Asks the cluster and changes nothing. It only works where Dispatch is installed already: it asks for what it would have installed.</source>
        <translation>Fragt den Cluster und ändert nichts. Er gelingt nur, wo Dispatch schon installiert ist: Er fragt nach dem, was er installiert hätte.</translation>
    </message>
    <message>
        <source>&amp;Install</source>
        <translation>&amp;Installieren</translation>
    </message>
    <message>
        <source>Only the original installer is run from here.</source>
        <translation>Nur das ursprüngliche Installationsprogramm wird von hier aus ausgeführt.</translation>
    </message>
    <message>
        <source>The cluster has to run first.</source>
        <translation>Der Cluster muss zuerst laufen.</translation>
    </message>
    <message>
        <source>Install Dispatch in %1</source>
        <translation>Dispatch in %1 installieren</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>These are settings of the cluster %1: select it first.</source>
        <translation>Das sind Einstellungen des Clusters %1: Wählen Sie ihn zuerst aus.</translation>
    </message>
    <message>
        <source>Changed in the settings of the cluster %1.</source>
        <translation>In den Einstellungen des Clusters %1 geändert.</translation>
    </message>
</context>
<context>
    <name>ui::DriverOpinion</name>
    <message>
        <source>The cluster: not known</source>
        <translation>Der Cluster: unbekannt</translation>
    </message>
    <message>
        <source>The cluster agrees</source>
        <translation>Der Cluster stimmt zu</translation>
    </message>
    <message>
        <source>The cluster disagrees</source>
        <translation>Der Cluster widerspricht</translation>
    </message>
    <message>
        <source>What the cluster says about the driver</source>
        <translation>Was der Cluster über den Treiber sagt</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>Frage den Cluster …</translation>
    </message>
</context>
<context>
    <name>ui::DriverSettingsEditor</name>
    <message>
        <source>Other settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>More settings of this driver</source>
        <translation>Mehr Einstellungen dieses Treibers</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>Zugangsdaten</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation>%1 braucht %2.</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>, oder </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 does not know &quot;%2&quot; and may refuse to start.</source>
        <translation>%1 kennt „%2“ nicht und verweigert womöglich den Start.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; can be read by everybody here; it belongs into a secret.</source>
        <translation>„%1“ kann hier jeder lesen; es gehört in ein Geheimnis.</translation>
    </message>
</context>
<context>
    <name>ui::EmptyHint</name>
    <message>
        <source>A driver type names the image that brings events of one source, for example vCenter, AWS or a clock. Register one, then start drivers from it.</source>
        <translation>Ein Treibertyp nennt das Image, das Ereignisse einer Quelle bringt, zum Beispiel vCenter, AWS oder eine Uhr. Registrieren Sie einen, und starten Sie daraus Treiber.</translation>
    </message>
    <message>
        <source>A driver runs and turns what happens somewhere into events. Start one and watch it become READY.</source>
        <translation>Ein Treiber läuft und macht aus dem, was irgendwo geschieht, Ereignisse. Starten Sie einen, und sehen Sie zu, wie er READY wird.</translation>
    </message>
    <message>
        <source>A secret keeps passwords and keys by name, so that drivers and functions can use them without showing them.</source>
        <translation>Ein Geheimnis bewahrt Kennwörter und Schlüssel unter einem Namen auf, damit Treiber und Funktionen sie verwenden können, ohne sie zu zeigen.</translation>
    </message>
    <message>
        <source>A subscription runs a function each time an event of one type arrives.</source>
        <translation>Ein Abonnement führt jedes Mal eine Funktion aus, wenn ein Ereignis eines Typs eintrifft.</translation>
    </message>
    <message>
        <source>A function is your code. Subscriptions run it for events; you can run it by hand as well.</source>
        <translation>Eine Funktion ist Ihr Code. Abonnements führen sie bei Ereignissen aus; Sie können es auch von Hand.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Frage den Server …</translation>
    </message>
    <message>
        <source>No %1 yet</source>
        <translation>Noch keine Einträge: %1</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>Nichts passt zum Filter</translation>
    </message>
    <message>
        <source>The list could not be read</source>
        <translation>Die Liste konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>Neu: %1 …</translation>
    </message>
    <message>
        <source>Not on this server</source>
        <translation>Nicht auf diesem Server</translation>
    </message>
    <message>
        <source>This Dispatch server does not offer %1. Nothing is wrong with it.</source>
        <translation>Dieser Dispatch-Server bietet das nicht an: %1. Mit ihm ist alles in Ordnung.</translation>
    </message>
</context>
<context>
    <name>ui::EventSender</name>
    <message>
        <source>send event %1</source>
        <translation>das Ereignis %1 senden</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>nichts: Es wurde aufgegeben</translation>
    </message>
    <message>
        <source>All of the event was on its way: the server may have taken it.</source>
        <translation>Das ganze Ereignis war unterwegs: Der Server kann es angenommen haben.</translation>
    </message>
    <message>
        <source>It was cancelled before all of it was sent: the server did not take it.</source>
        <translation>Es wurde abgebrochen, bevor alles gesendet war: Der Server hat es nicht angenommen.</translation>
    </message>
    <message>
        <source>Look at the runs before you send it again.</source>
        <translation>Sehen Sie die Läufe an, bevor Sie es noch einmal senden.</translation>
    </message>
    <message>
        <source>The draft is still here: send it when you like.</source>
        <translation>Der Entwurf ist noch da: Senden Sie ihn, wann Sie möchten.</translation>
    </message>
</context>
<context>
    <name>ui::EventTypeEditor</name>
    <message>
        <source>&quot;%1&quot; has this event type too. On Dispatch Solo each event reaches only one of the two.</source>
        <translation>„%1“ hat diesen Ereignistyp auch. Auf Dispatch Solo erreicht jedes Ereignis nur eines der beiden.</translation>
    </message>
</context>
<context>
    <name>ui::EventsPage</name>
    <message>
        <source>All runs</source>
        <translation>Alle Läufe</translation>
    </message>
    <message>
        <source>About the event</source>
        <translation>Über das Ereignis</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>&amp;Look at the file again</source>
        <translation>Die Datei noch einmal &amp;ansehen</translation>
    </message>
    <message>
        <source>This sends the event.</source>
        <translation>Das sendet das Ereignis.</translation>
    </message>
    <message>
        <source>This sends the event once more.</source>
        <translation>Das sendet das Ereignis noch einmal.</translation>
    </message>
</context>
<context>
    <name>ui::EventsPane</name>
    <message>
        <source>Filter the events</source>
        <translation>Die Ereignisse filtern</translation>
    </message>
    <message>
        <source>Only of the &amp;selected pod</source>
        <translation>Nur vom &amp;gewählten Pod</translation>
    </message>
    <message>
        <source>Events of the cluster</source>
        <translation>Ereignisse des Clusters</translation>
    </message>
    <message>
        <source>No event is like that.</source>
        <translation>Kein Ereignis passt dazu.</translation>
    </message>
    <message>
        <source>The cluster keeps its events for about an hour. There is none.</source>
        <translation>Der Cluster bewahrt seine Ereignisse etwa eine Stunde auf. Es gibt keines.</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export as YAML</source>
        <translation>Als YAML exportieren</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message numerus="yes">
        <source>The &amp;selection (%n, %1)</source>
        <translation>
            <numerusform>Die Aus&amp;wahl (%n, %1)</numerusform>
            <numerusform>Die Aus&amp;wahl (%n, %1)</numerusform>
        </translation>
    </message>
    <message>
        <source>All of this &amp;tab (%1)</source>
        <translation>Alles auf dieser Sei&amp;te (%1)</translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation>&amp;Alles</translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation>&amp;Eine Datei</translation>
    </message>
    <message>
        <source>A file for e&amp;ach resource, in a folder</source>
        <translation>Eine Datei für &amp;jede Ressource, in einem Ordner</translation>
    </message>
    <message>
        <source>Sa&amp;fe for the original command line (no --- inside values)</source>
        <translation>&amp;Sicher für die ursprüngliche Befehlszeile (kein --- in Werten)</translation>
    </message>
    <message>
        <source>With the &amp;values of secrets</source>
        <translation>&amp;Mit den Werten der Geheimnisse</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>S&amp;peichern …</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Frage den Server …</translation>
    </message>
    <message>
        <source>The values stand in the file as they are. Only you can read it (mode 0600): keep it so, and do not put it under version control.</source>
        <translation>Die Werte stehen in der Datei, wie sie sind. Nur Sie können sie lesen (Modus 0600): Lassen Sie das so, und stellen Sie sie nicht unter Versionsverwaltung.</translation>
    </message>
    <message>
        <source>Secrets are exported with their names only. Functions are exported without their source, which no server gives back.</source>
        <translation>Geheimnisse werden nur mit ihren Namen exportiert. Funktionen werden ohne ihren Quelltext exportiert, den kein Server zurückgibt.</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>YAML (*.yaml *.yml)</source>
        <translation>YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>ui::ExtensionsGrid</name>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>JSON value, for example &quot;text&quot; or 1</source>
        <translation>JSON-Wert, zum Beispiel &quot;text&quot; oder 1</translation>
    </message>
    <message>
        <source>Remove this extension</source>
        <translation>Diese Erweiterung entfernen</translation>
    </message>
    <message>
        <source>Name of extension %1</source>
        <translation>Name der Erweiterung %1</translation>
    </message>
    <message>
        <source>Value of extension %1, JSON</source>
        <translation>Wert der Erweiterung %1, JSON</translation>
    </message>
    <message>
        <source>Remove extension %1</source>
        <translation>Erweiterung %1 entfernen</translation>
    </message>
</context>
<context>
    <name>ui::FailureCard</name>
    <message>
        <source>Failure</source>
        <translation>Fehlschlag</translation>
    </message>
    <message>
        <source>What minikube printed</source>
        <translation>Was minikube ausgegeben hat</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Could not %1: %2</source>
        <translation>Fehlgeschlagen: %1: %2</translation>
    </message>
    <message>
        <source>%1 · exit code %2</source>
        <translation>%1 · Exit-Code %2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Change the settings…</source>
        <translation>Die Einstellungen ändern …</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>Den Kontext reparieren</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Show the tools</source>
        <translation>Die Werkzeuge zeigen</translation>
    </message>
    <message>
        <source>Show what it printed</source>
        <translation>Die Ausgabe zeigen</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>Die Protokolle speichern …</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>ui::FilePane</name>
    <message>
        <source>About the file</source>
        <translation>Über die Datei</translation>
    </message>
    <message>
        <source>Send as &amp;binary (base64), also when it is text</source>
        <translation>Als &amp;binär senden (base64), auch wenn es Text ist</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>Pfad der Datei</translation>
    </message>
    <message>
        <source>Drop a file here, choose one, or type its path and press Enter</source>
        <translation>Eine Datei hier ablegen, eine wählen, oder ihren Pfad eingeben und die Eingabetaste drücken</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>Zuletzt verwendete Dateien</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>Die Datei wird gelesen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel reading the file</source>
        <translation>Das Lesen der Datei abbrechen</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>Neu a&amp;nsehen</translation>
    </message>
    <message>
        <source>Picture in the file</source>
        <translation>Bild in der Datei</translation>
    </message>
    <message>
        <source>Beginning of the file</source>
        <translation>Anfang der Datei</translation>
    </message>
    <message>
        <source>Choose the file to send</source>
        <translation>Die zu sendende Datei wählen</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>Noch keine Dateien</translation>
    </message>
    <message>
        <source>&amp;Forget them</source>
        <translation>Alle &amp;vergessen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lese …</translation>
    </message>
    <message>
        <source>Reading was cancelled. The event can be sent when the file was read.</source>
        <translation>Das Lesen wurde abgebrochen. Das Ereignis kann gesendet werden, wenn die Datei gelesen ist.</translation>
    </message>
    <message>
        <source>The file is empty: the event goes without data.</source>
        <translation>Die Datei ist leer: Das Ereignis geht ohne Daten.</translation>
    </message>
    <message>
        <source>goes as a JSON string</source>
        <translation>geht als JSON-Text</translation>
    </message>
    <message>
        <source>goes as base64 in a JSON string</source>
        <translation>geht als base64 in einem JSON-Text</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binär</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (%2, %3)
%4, modified %5
SHA-256 %6</source>
        <translation>%1 (%2, %3)
%4, geändert %5
SHA-256 %6</translation>
    </message>
</context>
<context>
    <name>ui::ForwardDialog</name>
    <message>
        <source>Forward a port</source>
        <translation>Einen Port weiterleiten</translation>
    </message>
    <message>
        <source>Reach a port of %1 from this machine.</source>
        <translation>Einen Port von %1 von diesem Rechner aus erreichen.</translation>
    </message>
    <message>
        <source>&amp;Port of the pod</source>
        <translation>&amp;Port des Pods</translation>
    </message>
    <message>
        <source>Port of the pod</source>
        <translation>Port des Pods</translation>
    </message>
    <message>
        <source>Port &amp;here</source>
        <translation>Port &amp;hier</translation>
    </message>
    <message>
        <source>Port on this machine</source>
        <translation>Port auf diesem Rechner</translation>
    </message>
    <message>
        <source>any free one</source>
        <translation>irgendein freier</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Weiterleiten</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>A port is a number from 1 to %1.</source>
        <translation>Ein Port ist eine Zahl von 1 bis %1.</translation>
    </message>
    <message>
        <source>Ports below %1 are for the system: this may be refused.</source>
        <translation>Ports unter %1 sind für das System: Das wird womöglich abgelehnt.</translation>
    </message>
    <message>
        <source>Only programs on this machine reach it. It ends with the console.</source>
        <translation>Nur Programme auf diesem Rechner erreichen ihn. Er endet mit der Konsole.</translation>
    </message>
</context>
<context>
    <name>ui::ForwardModel</name>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>lost, trying again</source>
        <translation>verloren, neuer Versuch</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Cluster / namespace / pod</source>
        <translation>Cluster / Namensraum / Pod</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
</context>
<context>
    <name>ui::ForwardsView</name>
    <message>
        <source>Copied %1.</source>
        <translation>%1 kopiert.</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>Weitergeleitete Ports</translation>
    </message>
    <message>
        <source>Open in the &amp;browser</source>
        <translation>Im &amp;Browser öffnen</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>Adresse &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Select a pod and choose “Forward a port…”: it can then be reached from this machine only.</source>
        <translation>Wählen Sie einen Pod und dann „Einen Port weiterleiten …“: Er ist dann nur von diesem Rechner aus zu erreichen.</translation>
    </message>
</context>
<context>
    <name>ui::HelpBoxes</name>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Strg+N</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Strg+D</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Copy as YAML</source>
        <translation>Als YAML kopieren</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Strg+C</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About Dispatch Console</source>
        <translation>Über Dispatch Console</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administration of VMware Dispatch event systems.&lt;/p&gt;&lt;p&gt;GPL 3.0 or later. No account, no telemetry.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Verwaltung von Ereignissystemen mit VMware Dispatch.&lt;/p&gt;&lt;p&gt;GPL 3.0 oder später. Kein Konto, keine Telemetrie.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>ui::HistoryModel</name>
    <message>
        <source>no answer yet</source>
        <translation>noch keine Antwort</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>gelungen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>kein Lauf</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1: keine</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Ereignistyp</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>Ereigniskennung</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
</context>
<context>
    <name>ui::HistoryView</name>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>The last hour</source>
        <translation>Die letzte Stunde</translation>
    </message>
    <message>
        <source>The last day</source>
        <translation>Der letzte Tag</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Die letzten 7 Tage</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Die letzten 30 Tage</translation>
    </message>
    <message>
        <source>History of sent events</source>
        <translation>Verlauf der gesendeten Ereignisse</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Den Verlauf durchsuchen</translation>
    </message>
    <message>
        <source>Search: words of the data, type:… source:… id:…</source>
        <translation>Suchen: Wörter der Daten, type:… source:… id:…</translation>
    </message>
    <message>
        <source>Sent when</source>
        <translation>Wann gesendet</translation>
    </message>
    <message>
        <source>Sent events</source>
        <translation>Gesendete Ereignisse</translation>
    </message>
    <message>
        <source>&amp;Open in the composer</source>
        <translation>Als &amp;Entwurf öffnen</translation>
    </message>
    <message>
        <source>Send &amp;again</source>
        <translation>Noch einmal &amp;senden</translation>
    </message>
    <message>
        <source>Copy the &amp;id</source>
        <translation>&amp;Kennung kopieren</translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>Nothing that was sent is like that.</source>
        <translation>Nichts Gesendetes passt dazu.</translation>
    </message>
    <message>
        <source>What you send is kept here, with the answer and the runs it caused.</source>
        <translation>Was Sie senden, wird hier aufbewahrt, mit der Antwort und den Läufen, die es ausgelöst hat.</translation>
    </message>
    <message>
        <source>Delete from the history</source>
        <translation>Aus dem Verlauf löschen</translation>
    </message>
    <message>
        <source>Delete the event %1 from the history?</source>
        <translation>Das Ereignis %1 aus dem Verlauf löschen?</translation>
    </message>
    <message>
        <source>What it did on the server stays as it is.</source>
        <translation>Was es auf dem Server bewirkt hat, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
</context>
<context>
    <name>ui::ImageEditor</name>
    <message>
        <source>The server has no image &quot;%1&quot;; it has %2.</source>
        <translation>Der Server hat kein Image „%1“; er hat %2.</translation>
    </message>
</context>
<context>
    <name>ui::ImportReport</name>
    <message>
        <source>◐ working…</source>
        <translation>◐ in Arbeit …</translation>
    </message>
    <message>
        <source>● done</source>
        <translation>● erledigt</translation>
    </message>
    <message>
        <source>= was there already</source>
        <translation>= war schon da</translation>
    </message>
    <message>
        <source>▲ failed</source>
        <translation>▲ fehlgeschlagen</translation>
    </message>
    <message>
        <source>○ not tried</source>
        <translation>○ nicht versucht</translation>
    </message>
    <message>
        <source>↶ rolled back</source>
        <translation>↶ zurückgerollt</translation>
    </message>
    <message>
        <source>▲ not rolled back</source>
        <translation>▲ nicht zurückgerollt</translation>
    </message>
</context>
<context>
    <name>ui::ImportWindow</name>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>&amp;Stop at the first failure</source>
        <translation>Beim ersten &amp;Fehlschlag anhalten</translation>
    </message>
    <message>
        <source>&amp;Delete what the files do not name</source>
        <translation>&amp;Löschen, was die Dateien nicht nennen</translation>
    </message>
    <message>
        <source>Of the kinds that occur in the files. What uses something goes before it.</source>
        <translation>Von den Arten, die in den Dateien vorkommen. Was etwas verwendet, geht davor.</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation>&amp;Zurückrollen</translation>
    </message>
    <message>
        <source>Save r&amp;eport…</source>
        <translation>&amp;Bericht speichern …</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lese …</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Frage den Server …</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleiche …</translation>
    </message>
    <message>
        <source>pasted text</source>
        <translation>eingefügter Text</translation>
    </message>
    <message numerus="yes">
        <source>A&amp;pply %n changes</source>
        <translation>
            <numerusform>%n Änderung an&amp;wenden</numerusform>
            <numerusform>%n Änderungen an&amp;wenden</numerusform>
        </translation>
    </message>
    <message>
        <source>A&amp;pply</source>
        <translation>An&amp;wenden</translation>
    </message>
    <message>
        <source>Drop files here, or choose where the import comes from.</source>
        <translation>Legen Sie Dateien hier ab, oder wählen Sie, woher der Import kommt.</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>Nichts zu importieren.</translation>
    </message>
    <message numerus="yes">
        <source>%n to create</source>
        <translation>
            <numerusform>%n anzulegen</numerusform>
            <numerusform>%n anzulegen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to change</source>
        <translation>
            <numerusform>%n zu ändern</numerusform>
            <numerusform>%n zu ändern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to delete</source>
        <translation>
            <numerusform>%n zu löschen</numerusform>
            <numerusform>%n zu löschen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the same</source>
        <translation>
            <numerusform>%n gleich</numerusform>
            <numerusform>%n gleich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocked</source>
        <translation>
            <numerusform>%n blockiert</numerusform>
            <numerusform>%n blockiert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 von %2 erledigt</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not tried</source>
        <translation>
            <numerusform>%n nicht versucht</numerusform>
            <numerusform>%n nicht versucht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rolled back</source>
        <translation>
            <numerusform>%n zurückgerollt</numerusform>
            <numerusform>%n zurückgerollt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be rolled back</source>
        <translation>
            <numerusform>%n konnte nicht zurückgerollt werden</numerusform>
            <numerusform>%n konnten nicht zurückgerollt werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Den Bericht speichern</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 gespeichert.</translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n erledigt</numerusform>
            <numerusform>%n erledigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n übrig</numerusform>
            <numerusform>%n übrig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of which nobody can tell</source>
        <translation>
            <numerusform>%n, von dem niemand es sagen kann</numerusform>
            <numerusform>%n, von denen niemand es sagen kann</numerusform>
        </translation>
    </message>
    <message>
        <source>This import was interrupted: %1. Apply the rest, or roll back what was done.</source>
        <translation>Dieser Import wurde unterbrochen: %1. Wenden Sie den Rest an, oder rollen Sie zurück, was getan ist.</translation>
    </message>
    <message numerus="yes">
        <source>Rolled back: %n changes.</source>
        <translation>
            <numerusform>Zurückgerollt: %n Änderung.</numerusform>
            <numerusform>Zurückgerollt: %n Änderungen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This makes %n changes.</source>
        <translation>
            <numerusform>Das macht %n Änderung.</numerusform>
            <numerusform>Das macht %n Änderungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>This takes back what the import did.</source>
        <translation>Das nimmt zurück, was der Import getan hat.</translation>
    </message>
</context>
<context>
    <name>ui::InstallForm</name>
    <message>
        <source>%1, version</source>
        <translation>%1, Version</translation>
    </message>
    <message>
        <source>%1, repository</source>
        <translation>%1, Repository</translation>
    </message>
    <message>
        <source>the newest</source>
        <translation>die neueste</translation>
    </message>
    <message>
        <source>&amp;More settings</source>
        <translation>&amp;Weitere Einstellungen</translation>
    </message>
    <message>
        <source>Charts, &amp;repositories and versions</source>
        <translation>Charts, &amp;Repositorys und Versionen</translation>
    </message>
    <message>
        <source>Use today&apos;s chart repositories in place of those that are gone</source>
        <translation>Heutige Chart-Repositorys anstelle derer verwenden, die es nicht mehr gibt</translation>
    </message>
    <message>
        <source>&amp;Folder with charts of Dispatch</source>
        <translation>Ord&amp;ner mit Charts von Dispatch</translation>
    </message>
    <message>
        <source>Folder with charts of Dispatch</source>
        <translation>Ordner mit Charts von Dispatch</translation>
    </message>
    <message>
        <source>none: they are fetched</source>
        <translation>keiner: sie werden geholt</translation>
    </message>
    <message>
        <source>Time for each chart</source>
        <translation>Zeit für jedes Chart</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Install also beside releases that failed</source>
        <translation>Auch neben fehlgeschlagenen Releases installieren</translation>
    </message>
</context>
<context>
    <name>ui::InstallProgress</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Ca&amp;ncel…</source>
        <translation>A&amp;bbrechen …</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>Aus&amp;gabe</translation>
    </message>
    <message>
        <source>Show what the installer printed</source>
        <translation>Zeigen, was das Installationsprogramm ausgegeben hat</translation>
    </message>
    <message>
        <source>Output of the installer</source>
        <translation>Ausgabe des Installationsprogramms</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>&amp;Verbinden …</translation>
    </message>
    <message>
        <source>Installing Dispatch in %1</source>
        <translation>Installiere Dispatch in %1</translation>
    </message>
    <message>
        <source>Trying an installation in %1. On a cluster without Dispatch this fails: it installs nothing, and then asks for what it would have installed. It tells whether the installer takes the file.</source>
        <translation>Probiere eine Installation in %1 aus. Auf einem Cluster ohne Dispatch schlägt das fehl: Es installiert nichts und fragt dann nach dem, was es installiert hätte. Es zeigt, ob das Installationsprogramm die Datei annimmt.</translation>
    </message>
    <message>
        <source>Uninstalling Dispatch from %1</source>
        <translation>Deinstalliere Dispatch aus %1</translation>
    </message>
    <message>
        <source>Getting ready, %1</source>
        <translation>Mache bereit, %1</translation>
    </message>
    <message>
        <source>Looking whether all is there, %1</source>
        <translation>Sehe nach, ob alles da ist, %1</translation>
    </message>
    <message>
        <source>Step %1 of %2, %3</source>
        <translation>Schritt %1 von %2, %3</translation>
    </message>
    <message>
        <source>Step %1 of %2: certificate in %3, %4</source>
        <translation>Schritt %1 von %2: Zertifikat in %3, %4</translation>
    </message>
    <message>
        <source>Step %1 of %2: chart %3, %4. Nothing is said while a chart installs.</source>
        <translation>Schritt %1 von %2: Chart %3, %4. Während ein Chart installiert wird, kommt keine Meldung.</translation>
    </message>
    <message>
        <source>Pods wait: %1</source>
        <translation>Pods warten: %1</translation>
    </message>
    <message>
        <source>That hardly gets better by itself; you may as well cancel.</source>
        <translation>Das wird kaum von selbst besser; Sie können ebenso gut abbrechen.</translation>
    </message>
    <message>
        <source>It was cancelled. What was installed before stays.</source>
        <translation>Es wurde abgebrochen. Was vorher installiert wurde, bleibt.</translation>
    </message>
    <message>
        <source>Install again, or uninstall.</source>
        <translation>Installieren Sie noch einmal, oder deinstallieren Sie.</translation>
    </message>
    <message>
        <source>The release %1 may be half made: purge it before you install again.</source>
        <translation>Das Release %1 kann halb fertig sein: Entfernen Sie es restlos, bevor Sie noch einmal installieren.</translation>
    </message>
    <message>
        <source>Dispatch is uninstalled from %1.</source>
        <translation>Dispatch ist aus %1 deinstalliert.</translation>
    </message>
    <message>
        <source>The installer takes the file, and found everything that it asked for.</source>
        <translation>Das Installationsprogramm nimmt die Datei an und hat alles gefunden, wonach es gefragt hat.</translation>
    </message>
    <message>
        <source>Dispatch is installed in %1, at %2.</source>
        <translation>Dispatch ist in %1 installiert, unter %2.</translation>
    </message>
    <message>
        <source>Its certificate was made by the installer, so that the connection takes it unchecked; pin it to be safe.</source>
        <translation>Sein Zertifikat hat das Installationsprogramm erzeugt, deshalb nimmt die Verbindung es ungeprüft; heften Sie es an, um sicher zu sein.</translation>
    </message>
    <message>
        <source>Cancel the installation?</source>
        <translation>Die Installation abbrechen?</translation>
    </message>
    <message>
        <source>What is installed so far stays, and the chart that is being installed may be left half made. The next installation then stumbles over it until it is purged.</source>
        <translation>Was bis jetzt installiert ist, bleibt, und das Chart, das gerade installiert wird, kann halb fertig zurückbleiben. Die nächste Installation stolpert dann darüber, bis es restlos entfernt ist.</translation>
    </message>
    <message>
        <source>&amp;Cancel the installation</source>
        <translation>Die Installation &amp;abbrechen</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weitermachen</translation>
    </message>
</context>
<context>
    <name>ui::InstallQuestions</name>
    <message>
        <source>All releases of Dispatch are purged: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper and dispatch. With them go the namespaces openfaas, jaeger, riff, kong, zookeeper and dispatch and everything in them: functions, drivers, subscriptions, secrets, images and all data, also what others put there.</source>
        <translation>Alle Releases von Dispatch werden restlos entfernt: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper und dispatch. Mit ihnen gehen die Namensräume openfaas, jaeger, riff, kong, zookeeper und dispatch und alles darin: Funktionen, Treiber, Abonnements, Geheimnisse, Images und alle Daten, auch was andere dort abgelegt haben.</translation>
    </message>
    <message>
        <source>The cluster stays, and so does tiller. Install file, certificates and the configuration of the command line stay in %1. Connections of this console stay, and will not be answered.</source>
        <translation>Der Cluster bleibt, und Tiller auch. Installationsdatei, Zertifikate und die Konfiguration der Befehlszeile bleiben in %1. Verbindungen dieser Konsole bleiben und bekommen keine Antwort mehr.</translation>
    </message>
    <message>
        <source>Install Dispatch all the same?</source>
        <translation>Dispatch trotzdem installieren?</translation>
    </message>
    <message>
        <source>The check found %1 things with which an installation in %2 cannot work. What gets installed before it fails stays in the cluster.</source>
        <translation>Die Prüfung hat %1 Dinge gefunden, mit denen eine Installation in %2 nicht gelingen kann. Was vor dem Fehlschlag installiert wird, bleibt im Cluster.</translation>
    </message>
    <message>
        <source>&amp;Install all the same</source>
        <translation>&amp;Trotzdem installieren</translation>
    </message>
    <message>
        <source>Uninstall Dispatch?</source>
        <translation>Dispatch deinstallieren?</translation>
    </message>
    <message>
        <source>Uninstall Dispatch from the cluster “%1”?</source>
        <translation>Dispatch aus dem Cluster „%1“ deinstallieren?</translation>
    </message>
    <message>
        <source>&amp;Uninstall</source>
        <translation>&amp;Deinstallieren</translation>
    </message>
    <message>
        <source>&amp;Keep the namespaces, with what is left in them</source>
        <translation>Die &amp;Namensräume behalten, mit dem, was noch darin ist</translation>
    </message>
</context>
<context>
    <name>ui::InstallSettings</name>
    <message>
        <source>The install &amp;file, secrets masked</source>
        <translation>Die Installationsd&amp;atei, Geheimnisse verdeckt</translation>
    </message>
    <message>
        <source>The install file, secrets masked</source>
        <translation>Die Installationsdatei, Geheimnisse verdeckt</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Open an install file</source>
        <translation>Eine Installationsdatei öffnen</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern unter …</translation>
    </message>
    <message>
        <source>Save the install file, with its secrets</source>
        <translation>Die Installationsdatei speichern, mit ihren Geheimnissen</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML-Dateien (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save the install file</source>
        <translation>Die Installationsdatei speichern</translation>
    </message>
    <message>
        <source>save the install file</source>
        <translation>die Installationsdatei speichern</translation>
    </message>
    <message>
        <source>Saved, readable for you only: %1</source>
        <translation>Gespeichert, nur für Sie lesbar: %1</translation>
    </message>
</context>
<context>
    <name>ui::JobButton</name>
    <message>
        <source>No job runs</source>
        <translation>Kein Auftrag läuft</translation>
    </message>
    <message>
        <source>Show the window of the job</source>
        <translation>Das Fenster des Auftrags zeigen</translation>
    </message>
</context>
<context>
    <name>ui::JobForm</name>
    <message>
        <source>The &amp;draft, this often:</source>
        <translation>Den &amp;Entwurf, so oft:</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>A &amp;file of JSON lines:</source>
        <translation>Eine &amp;Datei mit JSON-Zeilen:</translation>
    </message>
    <message>
        <source>File of JSON lines</source>
        <translation>Datei mit JSON-Zeilen</translation>
    </message>
    <message>
        <source>An event or the data of one on each line; the rest comes from the draft</source>
        <translation>In jeder Zeile ein Ereignis oder die Daten von einem; der Rest kommt aus dem Entwurf</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>D&amp;urchsuchen …</translation>
    </message>
    <message>
        <source>&amp;How fast:</source>
        <translation>&amp;Wie schnell:</translation>
    </message>
    <message>
        <source>How fast</source>
        <translation>Wie schnell</translation>
    </message>
    <message>
        <source>As fast as answers come</source>
        <translation>So schnell, wie Antworten kommen</translation>
    </message>
    <message>
        <source>With an interval</source>
        <translation>Mit einem Abstand</translation>
    </message>
    <message>
        <source>At a rate</source>
        <translation>Mit einer Rate</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Interval in milliseconds</source>
        <translation>Abstand in Millisekunden</translation>
    </message>
    <message>
        <source> a second</source>
        <translation> pro Sekunde</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>Ereignisse pro Sekunde</translation>
    </message>
    <message>
        <source>&amp;At once, at most:</source>
        <translation>&amp;Gleichzeitig, höchstens:</translation>
    </message>
    <message>
        <source>Events on their way at once, at most</source>
        <translation>Ereignisse gleichzeitig unterwegs, höchstens</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl *.ndjson *.json *.txt);;All files (*)</source>
        <translation>JSON-Zeilen (*.jsonl *.ndjson *.json *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Choose the file whose lines are to be sent.</source>
        <translation>Wählen Sie die Datei, deren Zeilen gesendet werden sollen.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>Es gibt keine Datei %1.</translation>
    </message>
</context>
<context>
    <name>ui::JobPlot</name>
    <message>
        <source>Rate and latency of the job</source>
        <translation>Rate und Antwortzeit des Auftrags</translation>
    </message>
    <message>
        <source>Nothing was sent yet.</source>
        <translation>Noch wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>After %1 seconds: %2 events a second now, %3 at most; answers take %4 ms, the slowest twentieth more than %5 ms; %6 ms at worst.</source>
        <translation>Nach %1 Sekunden: %2 Ereignisse pro Sekunde jetzt, höchstens %3; Antworten brauchen %4 ms, das langsamste Zwanzigstel mehr als %5 ms; schlimmstenfalls %6 ms.</translation>
    </message>
    <message>
        <source>The rate and the latency of the job appear here.</source>
        <translation>Rate und Antwortzeit des Auftrags erscheinen hier.</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>Ereignisse pro Sekunde</translation>
    </message>
    <message>
        <source>Answer, ms</source>
        <translation>Antwort, ms</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>ui::JobView</name>
    <message>
        <source>Starting</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Unpausing</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Repairing the context</source>
        <translation>Reparieren des Kontexts</translation>
    </message>
    <message>
        <source>Enabling an add-on</source>
        <translation>Einschalten eines Add-ons</translation>
    </message>
    <message>
        <source>Disabling an add-on</source>
        <translation>Ausschalten eines Add-ons</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>Abb&amp;rechen</translation>
    </message>
    <message>
        <source>Cancel what is being done to the cluster</source>
        <translation>Abbrechen, was gerade mit dem Cluster geschieht</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1: step %2 of %3, %4</source>
        <translation>%1: Schritt %2 von %3, %4</translation>
    </message>
    <message>
        <source>Cancelling; minikube tidies up first…</source>
        <translation>Breche ab; minikube räumt erst auf …</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>Warnung: %1</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>Lade %1 herunter</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>about %1 left, as earlier starts took</source>
        <translation>noch etwa %1, so wie frühere Starts dauerten</translation>
    </message>
    <message>
        <source>longer than earlier starts took</source>
        <translation>länger, als frühere Starts dauerten</translation>
    </message>
    <message>
        <source>begun by an earlier console</source>
        <translation>von einer früheren Konsole begonnen</translation>
    </message>
    <message>
        <source>minikube has said nothing for %1; downloads and slow machines take long, a hang looks the same</source>
        <translation>minikube hat seit %1 nichts gesagt; Downloads und langsame Rechner brauchen lange, ein Hänger sieht genauso aus</translation>
    </message>
</context>
<context>
    <name>ui::JobWindow</name>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>p50 %1 · p95 %2 · p99 %3</source>
        <translation>p50 %1 · p95 %2 · p99 %3</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Waiting for the server to come back</source>
        <translation>Wartet, bis der Server wieder da ist</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Send many events</source>
        <translation>Viele Ereignisse senden</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Progress of the job</source>
        <translation>Fortschritt des Auftrags</translation>
    </message>
    <message>
        <source>Ledger: what became of each event</source>
        <translation>Logbuch: was aus jedem Ereignis wurde</translation>
    </message>
    <message>
        <source>Nothing was started yet. Closing this window does not stop a job.</source>
        <translation>Noch wurde nichts gestartet. Dieses Fenster zu schließen hält einen Auftrag nicht an.</translation>
    </message>
    <message>
        <source>as many as the file has</source>
        <translation>so viele, wie die Datei hat</translation>
    </message>
    <message>
        <source>%1: %2 accepted, %3 refused, %4 unknown of %5; %6 on their way, %7 to be sent again. %8 events a second. Runs: %9 succeeded, %10 failed.</source>
        <translation>%1: %2 angenommen, %3 abgelehnt, %4 unbekannt von %5; %6 unterwegs, %7 noch einmal zu senden. %8 Ereignisse pro Sekunde. Läufe: %9 gelungen, %10 fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Answer: %1
Event to run: %2</source>
        <translation>Antwort: %1
Ereignis bis Lauf: %2</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>The draft cannot be sent: %1</source>
        <translation>Der Entwurf kann nicht gesendet werden: %1</translation>
    </message>
    <message>
        <source>This sends many events.</source>
        <translation>Das sendet viele Ereignisse.</translation>
    </message>
</context>
<context>
    <name>ui::Jobs</name>
    <message>
        <source>%1 sent</source>
        <translation>%1 gesendet</translation>
    </message>
    <message>
        <source>%1 of %2 sent</source>
        <translation>%1 von %2 gesendet</translation>
    </message>
    <message>
        <source>1 job paused: %1</source>
        <translation>1 Auftrag pausiert: %1</translation>
    </message>
    <message>
        <source>1 job running: %1</source>
        <translation>1 Auftrag läuft: %1</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>Ein Auftrag läuft</translation>
    </message>
    <message>
        <source>A job is still sending events. Stop it and quit?</source>
        <translation>Ein Auftrag sendet noch Ereignisse. Ihn anhalten und beenden?</translation>
    </message>
    <message>
        <source>%1. What was sent stays in its ledger; the rest is not sent.</source>
        <translation>%1. Was gesendet ist, bleibt in seinem Logbuch; der Rest wird nicht gesendet.</translation>
    </message>
    <message>
        <source>&amp;Stop the job and quit</source>
        <translation>Den Auftrag &amp;anhalten und beenden</translation>
    </message>
</context>
<context>
    <name>ui::JsonEditor</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Zeile %1, Spalte %2: %3</translation>
    </message>
    <message>
        <source>Laid out so, a line or the whole text would be too long for the editor.</source>
        <translation>So angeordnet, wäre eine Zeile oder der ganze Text zu lang für den Editor.</translation>
    </message>
</context>
<context>
    <name>ui::KeptPaste</name>
    <message>
        <source>keep the pasted text as the file %1</source>
        <translation>den eingefügten Text als Datei %1 aufbewahren</translation>
    </message>
    <message>
        <source>The text is too long for the editor and could not be kept as a file.</source>
        <translation>Der Text ist zu lang für den Editor und konnte nicht als Datei aufbewahrt werden.</translation>
    </message>
    <message>
        <source>Make room or choose another place: save the text as a file yourself and choose it here. What you copied is still in the clipboard.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ort: Speichern Sie den Text selbst als Datei, und wählen Sie sie hier. Was Sie kopiert haben, ist noch in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>ui::LedgerModel</name>
    <message>
        <source>HTTP %1 after %2</source>
        <translation>HTTP %1 nach %2</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1: keine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Sent to run&apos;s end</source>
        <translation>Gesendet bis Laufende</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>Ereigniskennung</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
</context>
<context>
    <name>ui::LogText</name>
    <message>
        <source>… (%1 more bytes)</source>
        <translation>… (noch %1 Bytes)</translation>
    </message>
</context>
<context>
    <name>ui::LogView</name>
    <message>
        <source>Log of a pod</source>
        <translation>Protokoll eines Pods</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>&amp;Voriges</translation>
    </message>
    <message>
        <source>The log of the container before the one that runs: why it ended</source>
        <translation>Das Protokoll des Containers vor dem, der läuft: warum er endete</translation>
    </message>
    <message>
        <source>T&amp;imes</source>
        <translation>&amp;Zeiten</translation>
    </message>
    <message>
        <source>When each line was written</source>
        <translation>Wann jede Zeile geschrieben wurde</translation>
    </message>
    <message>
        <source>&amp;Wrap</source>
        <translation>&amp;Umbrechen</translation>
    </message>
    <message>
        <source>Long lines go on in the next one</source>
        <translation>Lange Zeilen gehen in der nächsten weiter</translation>
    </message>
    <message>
        <source>F&amp;ollow</source>
        <translation>&amp;Folgen</translation>
    </message>
    <message>
        <source>Keep the newest line in sight. Scrolling up ends it.</source>
        <translation>Die neueste Zeile im Blick behalten. Nach oben rollen beendet es.</translation>
    </message>
    <message>
        <source>Only lines with… (-word: without)</source>
        <translation>Nur Zeilen mit … (-Wort: ohne)</translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation>Nur Zeilen mit diesen Wörtern zeigen</translation>
    </message>
    <message>
        <source>Find… (%1)</source>
        <translation>Suchen … (%1)</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>Im Protokoll suchen</translation>
    </message>
    <message>
        <source>The match before</source>
        <translation>Der Treffer davor</translation>
    </message>
    <message>
        <source>The next match</source>
        <translation>Der nächste Treffer</translation>
    </message>
    <message>
        <source>Copy the selection, or all that is shown</source>
        <translation>Die Auswahl kopieren, oder alles, was gezeigt wird</translation>
    </message>
    <message>
        <source>Save the log to a file</source>
        <translation>Das Protokoll in einer Datei speichern</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>%1 (init)</source>
        <translation>%1 (init)</translation>
    </message>
    <message>
        <source>Choose a pod and press Enter to read its log.</source>
        <translation>Wählen Sie einen Pod, und drücken Sie die Eingabetaste, um sein Protokoll zu lesen.</translation>
    </message>
    <message>
        <source>Asking for the log…</source>
        <translation>Frage nach dem Protokoll …</translation>
    </message>
    <message>
        <source>Following.</source>
        <translation>Folge.</translation>
    </message>
    <message>
        <source>Waiting for more.</source>
        <translation>Warte auf mehr.</translation>
    </message>
    <message>
        <source>This is the end of the log.</source>
        <translation>Das ist das Ende des Protokolls.</translation>
    </message>
    <message>
        <source>There is no log.</source>
        <translation>Es gibt kein Protokoll.</translation>
    </message>
    <message>
        <source>%1 older lines were dropped.</source>
        <translation>%1 ältere Zeilen sind weggefallen.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n lines</source>
        <translation>
            <numerusform>%1 von %n Zeile</numerusform>
            <numerusform>%1 von %n Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Das Protokoll speichern</translation>
    </message>
    <message>
        <source>%1 lines are in %2.</source>
        <translation>%1 Zeilen sind in %2.</translation>
    </message>
</context>
<context>
    <name>ui::MainToolBar</name>
    <message>
        <source>Main tool bar</source>
        <translation>Hauptwerkzeugleiste</translation>
    </message>
    <message>
        <source>Look now (%1)</source>
        <translation>Jetzt nachsehen (%1)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the latest change (%1)</source>
        <translation>Die letzte Änderung rückgängig machen (%1)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>New resource</source>
        <translation>Neue Ressource</translation>
    </message>
    <message>
        <source>Filter (%1)</source>
        <translation>Filter (%1)</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>Die Tabelle filtern</translation>
    </message>
    <message>
        <source>All words must occur in a row; a word after - must not.</source>
        <translation>Alle Wörter müssen in einer Zeile vorkommen; ein Wort nach - darf es nicht.</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Verbindung %1</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>Neu: %1 …</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>&amp;Lokales Dispatch starten</translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation>Mit einem Server &amp;verbinden …</translation>
    </message>
    <message>
        <source>&amp;Look now</source>
        <translation>&amp;Jetzt nachsehen</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filter</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Rundgang</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About Dispatch Console</source>
        <translation>Ü&amp;ber Dispatch Console</translation>
    </message>
    <message>
        <source>%1 · org %2 – Dispatch Console</source>
        <translation>%1 · Org. %2 – Dispatch Console</translation>
    </message>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Edit…	Enter</source>
        <translation>&amp;Bearbeiten …	Eingabe</translation>
    </message>
    <message>
        <source>D&amp;uplicate…	Ctrl+D</source>
        <translation>&amp;Duplizieren …	Strg+D</translation>
    </message>
    <message>
        <source>&amp;Delete…	Del</source>
        <translation>&amp;Löschen …	Entf</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML	Ctrl+C</source>
        <translation>Als &amp;YAML kopieren	Strg+C</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Als &amp;JSON kopieren</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>Als Be&amp;fehlszeile kopieren</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Als cu&amp;rl kopieren</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren …</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren …</translation>
    </message>
    <message>
        <source>Und&amp;o the latest change…</source>
        <translation>Letzte Änderung rü&amp;ckgängig machen …</translation>
    </message>
</context>
<context>
    <name>ui::MatchHitsModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>Function state</source>
        <translation>Zustand der Funktion</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>gibt es nicht</translation>
    </message>
</context>
<context>
    <name>ui::MatchView</name>
    <message>
        <source>Did you mean %1? Only upper and lower case differ. (%2)</source>
        <translation>Meinten Sie %1? Nur Groß- und Kleinschreibung unterscheiden sich. (%2)</translation>
    </message>
    <message>
        <source>Did you mean %1? (%2)</source>
        <translation>Meinten Sie %1? (%2)</translation>
    </message>
    <message>
        <source>What this event will hit</source>
        <translation>Was dieses Ereignis treffen wird</translation>
    </message>
    <message>
        <source>Subscriptions this event will hit</source>
        <translation>Abonnements, die dieses Ereignis treffen wird</translation>
    </message>
    <message>
        <source>Nobody can say what it will hit: the subscriptions could not be read.</source>
        <translation>Niemand kann sagen, was es treffen wird: Die Abonnements konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>Lese die Abonnements …</translation>
    </message>
    <message>
        <source>Type an event type to see which subscriptions it will hit. Compared letter by letter; there are no wildcards.</source>
        <translation>Geben Sie einen Ereignistyp ein, um zu sehen, welche Abonnements es treffen wird. Buchstabe für Buchstabe verglichen; Platzhalter gibt es nicht.</translation>
    </message>
    <message>
        <source>The event will be dropped: no subscription has the type %1.</source>
        <translation>Das Ereignis wird fallen gelassen: Kein Abonnement hat den Typ %1.</translation>
    </message>
    <message numerus="yes">
        <source>Goes to one of %n subscription(s):</source>
        <translation>
            <numerusform>Geht an %n Abonnement:</numerusform>
            <numerusform>Geht an eines von %n Abonnements:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hits %n subscription(s):</source>
        <translation>
            <numerusform>Trifft %n Abonnement:</numerusform>
            <numerusform>Trifft %n Abonnements:</numerusform>
        </translation>
    </message>
    <message>
        <source>An original Solo shares the events of one type between its subscriptions: each event reaches only one of them, in turn.</source>
        <translation>Ein ursprüngliches Solo teilt die Ereignisse eines Typs unter dessen Abonnements auf: Jedes Ereignis erreicht nur eines davon, reihum.</translation>
    </message>
    <message>
        <source>%1 runs more than once: several subscriptions point at it.</source>
        <translation>%1 läuft mehr als einmal: Mehrere Abonnements zeigen darauf.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them will not run: subscription and function must both be READY.</source>
        <translation>
            <numerusform>%n davon wird nicht laufen: Abonnement und Funktion müssen beide READY sein.</numerusform>
            <numerusform>%n davon werden nicht laufen: Abonnement und Funktion müssen beide READY sein.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Show what was tried and what came back</source>
        <translation>Zeigen, was versucht wurde und was zurückkam</translation>
    </message>
    <message>
        <source>Copy the message with all details</source>
        <translation>Die Meldung mit allen Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>Einzelheiten der Meldung</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Could not %1. %2</source>
        <translation>Fehlgeschlagen: %1. %2</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation>HTTP-Status: %1</translation>
    </message>
    <message>
        <source>Raw answer:</source>
        <translation>Rohe Antwort:</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>Was zu tun ist</translation>
    </message>
</context>
<context>
    <name>ui::MillisecondsEditor</name>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
</context>
<context>
    <name>ui::NameEditor</name>
    <message>
        <source>There is a %1 of this name already.</source>
        <translation>Diesen Namen gibt es schon (%1).</translation>
    </message>
    <message>
        <source>A name cannot change. Duplicate the %1 to give it another.</source>
        <translation>Ein Name kann sich nicht ändern. Duplizieren Sie (%1), um einen anderen zu vergeben.</translation>
    </message>
    <message>
        <source>Leave it empty to use the made-up name.</source>
        <translation>Leer lassen, um den erfundenen Namen zu nehmen.</translation>
    </message>
</context>
<context>
    <name>ui::NameQuestion</name>
    <message>
        <source>Change a protected server?</source>
        <translation>Einen geschützten Server ändern?</translation>
    </message>
    <message>
        <source>%1 To go on, type the name of the connection: %2</source>
        <translation>%1 Um fortzufahren, geben Sie den Namen der Verbindung ein: %2</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>Name der Verbindung</translation>
    </message>
    <message>
        <source>&amp;Change it</source>
        <translation>Ä&amp;ndern</translation>
    </message>
</context>
<context>
    <name>ui::NodesModel</name>
    <message>
        <source>worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>control plane</source>
        <translation>Steuerungsebene</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation>Kubelet</translation>
    </message>
    <message>
        <source>API server</source>
        <translation>API-Server</translation>
    </message>
    <message>
        <source>kubeconfig</source>
        <translation>kubeconfig</translation>
    </message>
</context>
<context>
    <name>ui::Overview</name>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>Von außen erreichbar</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>Treibertyp</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Geheimnisse</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>Ereignistyp</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>Language image</source>
        <translation>Image der Sprache</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>Einsprung</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Zeitgrenze</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Built image</source>
        <translation>Gebautes Image</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>gibt es nicht</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Nächster Schritt</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>Bezüge</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Verwendet von</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>at least since %1</source>
        <translation>mindestens seit %1</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
</context>
<context>
    <name>ui::OverviewPane</name>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>State of the cluster</source>
        <translation>Zustand des Clusters</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>Über den Cluster</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>Was als Nächstes zu tun ist</translation>
    </message>
    <message>
        <source>Choose a profile above, or create one.</source>
        <translation>Wählen Sie oben ein Profil, oder legen Sie eines an.</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, as of %1</source>
        <translation>, Stand %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>Treiber</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>runtime</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPUs</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>Den Kontext reparieren</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>Noch einmal starten</translation>
    </message>
    <message>
        <source>Start a new one</source>
        <translation>Einen neuen starten</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>Die Protokolle speichern …</translation>
    </message>
    <message>
        <source>minikube does not say how it is: %1</source>
        <translation>minikube sagt nicht, wie es ihm geht: %1</translation>
    </message>
</context>
<context>
    <name>ui::PageActions</name>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Neu …</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Bearbeiten …</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>&amp;Duplizieren …</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML</source>
        <translation>Als &amp;YAML kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Als &amp;JSON kopieren</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>Als Be&amp;fehlszeile kopieren</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Als cu&amp;rl kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation>&amp;Kopieren als</translation>
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation>Die Auswahl als Text kopieren</translation>
    </message>
    <message>
        <source>New %1 (%2)</source>
        <translation>Neu: %1 (%2)</translation>
    </message>
    <message>
        <source>Edit the selected %1 (Enter)</source>
        <translation>Das Gewählte bearbeiten: %1 (Eingabe)</translation>
    </message>
    <message>
        <source>New %1 with the values of the selected one</source>
        <translation>Neu mit den Werten des Gewählten: %1</translation>
    </message>
    <message>
        <source>Delete the selection, after a question (Del)</source>
        <translation>Die Auswahl nach einer Rückfrage löschen (Entf)</translation>
    </message>
</context>
<context>
    <name>ui::PairRows</name>
    <message>
        <source>A value has no key.</source>
        <translation>Ein Wert hat keinen Schlüssel.</translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; is there twice.</source>
        <translation>Der Schlüssel „%1“ steht zweimal da.</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Remove this entry</source>
        <translation>Diesen Eintrag entfernen</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>Wert %1</translation>
    </message>
    <message>
        <source>Remove entry %1</source>
        <translation>Eintrag %1 entfernen</translation>
    </message>
</context>
<context>
    <name>ui::ParameterField</name>
    <message>
        <source>This time never comes.</source>
        <translation>Diese Zeit kommt nie.</translation>
    </message>
    <message>
        <source>Next: %1 (UTC)</source>
        <translation>Als Nächstes: %1 (UTC)</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>Zum Beispiel: %1</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>The driver does not run without it.</source>
        <translation>Der Treiber läuft nicht ohne.</translation>
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation>Eine ganze Zahl ist nötig.</translation>
    </message>
    <message>
        <source>At least %1.</source>
        <translation>Mindestens %1.</translation>
    </message>
    <message>
        <source>It is &quot;%1&quot;, which is neither true nor false. It stays so until you change it.</source>
        <translation>Es ist „%1“, also weder true noch false. Es bleibt so, bis Sie es ändern.</translation>
    </message>
</context>
<context>
    <name>ui::PasteDialog</name>
    <message>
        <source>Import pasted text</source>
        <translation>Eingefügten Text importieren</translation>
    </message>
    <message>
        <source>&amp;YAML or JSON</source>
        <translation>&amp;YAML oder JSON</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>YAML or JSON to import</source>
        <translation>YAML oder JSON zum Importieren</translation>
    </message>
    <message>
        <source>One or more documents with a kind, separated by lines of three dashes.</source>
        <translation>Ein oder mehrere Dokumente mit kind, getrennt durch Zeilen aus drei Bindestrichen.</translation>
    </message>
</context>
<context>
    <name>ui::PinQuestion</name>
    <message>
        <source>Pin the certificate?</source>
        <translation>Das Zertifikat anheften?</translation>
    </message>
    <message>
        <source>Ask the administrator for the SHA-256 fingerprint of the server&apos;s certificate. Only if it is this one, pin it:

%1</source>
        <translation>Fragen Sie die Verwaltung nach dem SHA-256-Fingerabdruck des Server-Zertifikats. Nur wenn es dieser ist, heften Sie es an:

%1</translation>
    </message>
    <message>
        <source>It is this one: &amp;pin it</source>
        <translation>Es ist dieser: &amp;anheften</translation>
    </message>
</context>
<context>
    <name>ui::PlanModel</name>
    <message>
        <source>changes %1</source>
        <translation>ändert %1</translation>
    </message>
    <message>
        <source>+ create</source>
        <translation>+ anlegen</translation>
    </message>
    <message>
        <source>~ change</source>
        <translation>~ ändern</translation>
    </message>
    <message>
        <source>= same</source>
        <translation>= gleich</translation>
    </message>
    <message>
        <source>− delete</source>
        <translation>− löschen</translation>
    </message>
    <message>
        <source>✕ blocked</source>
        <translation>✕ blockiert</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
</context>
<context>
    <name>ui::PlanView</name>
    <message>
        <source>Plan: what the import would do</source>
        <translation>Plan: was der Import tun würde</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Was sich unterscheidet</translation>
    </message>
    <message>
        <source>The new resource</source>
        <translation>Die neue Ressource</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>Auf dem Server</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>Choose what to import. Nothing is changed before you have seen the plan.</source>
        <translation>Wählen Sie, was importiert werden soll. Nichts wird geändert, bevor Sie den Plan gesehen haben.</translation>
    </message>
    <message>
        <source>The server has the same already: nothing is sent.</source>
        <translation>Der Server hat schon dasselbe: Nichts wird gesendet.</translation>
    </message>
    <message>
        <source>The files do not name it: it would be deleted.</source>
        <translation>Die Dateien nennen es nicht: Es würde gelöscht.</translation>
    </message>
</context>
<context>
    <name>ui::PodsPane</name>
    <message>
        <source>Pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>Pre&amp;vious log</source>
        <translation>&amp;Voriges Protokoll</translation>
    </message>
    <message>
        <source>Forward a &amp;port…</source>
        <translation>Einen Port &amp;weiterleiten …</translation>
    </message>
    <message>
        <source>Copy the &amp;name</source>
        <translation>&amp;Namen kopieren</translation>
    </message>
    <message>
        <source>No pod is like that.</source>
        <translation>Kein Pod passt dazu.</translation>
    </message>
</context>
<context>
    <name>ui::PreflightModel</name>
    <message>
        <source>looking</source>
        <translation>suche</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
</context>
<context>
    <name>ui::PreflightView</name>
    <message>
        <source>&amp;Way of installing</source>
        <translation>Insta&amp;llationsweg</translation>
    </message>
    <message>
        <source>The original installer, with Helm 2</source>
        <translation>Das ursprüngliche Installationsprogramm, mit Helm 2</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes, with Helm 3</source>
        <translation>Charts für ein heutiges Kubernetes, mit Helm 3</translation>
    </message>
    <message>
        <source>None: the local Dispatch of this console</source>
        <translation>Keiner: das lokale Dispatch dieser Konsole</translation>
    </message>
    <message>
        <source>Way of installing</source>
        <translation>Installationsweg</translation>
    </message>
    <message>
        <source>What an installation needs</source>
        <translation>Was eine Installation braucht</translation>
    </message>
    <message>
        <source>Result of the check</source>
        <translation>Ergebnis der Prüfung</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 as it was released. Its charts need Kubernetes 1.10 to 1.15 and Helm 2.</source>
        <translation>Dispatch 0.1.24, wie es veröffentlicht wurde. Seine Charts brauchen Kubernetes 1.10 bis 1.15 und Helm 2.</translation>
    </message>
    <message>
        <source>Works on today&apos;s clusters, with charts that somebody rewrote for them. The console checks what they need, and does not run them: the original installer cannot.</source>
        <translation>Geht auf heutigen Clustern, mit Charts, die jemand dafür umgeschrieben hat. Die Konsole prüft, was sie brauchen, und führt sie nicht aus: Das ursprüngliche Installationsprogramm kann das nicht.</translation>
    </message>
    <message>
        <source>A whole Dispatch on this machine, without a cluster. The same screens, the same files.</source>
        <translation>Ein ganzes Dispatch auf diesem Rechner, ohne Cluster. Dieselben Ansichten, dieselben Dateien.</translation>
    </message>
    <message>
        <source>&amp;Stop checking</source>
        <translation>Prüfung an&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>Noch &amp;einmal prüfen</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>&amp;Jetzt prüfen</translation>
    </message>
    <message>
        <source>Not looked at yet. The check asks the tools and the cluster, and fetches charts to see whether they are there. It changes nothing.</source>
        <translation>Noch nicht nachgesehen. Die Prüfung fragt die Werkzeuge und den Cluster und holt Charts, um zu sehen, ob sie da sind. Sie ändert nichts.</translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation>Hier ist nichts zu tun</translation>
    </message>
</context>
<context>
    <name>ui::ProfileDialog</name>
    <message>
        <source>Connection “%1”</source>
        <translation>Verbindung „%1“</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>Mit einem Server verbinden</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;Organization</source>
        <translation>&amp;Organisation</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>Name der Verbindung</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Adresse des Servers</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save without connecting</source>
        <translation>Speichern, ohne zu verbinden</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>The address is scheme, host and port, for example http://127.0.0.1:8080.</source>
        <translation>Die Adresse ist Schema, Rechner und Port, zum Beispiel http://127.0.0.1:8080.</translation>
    </message>
    <message>
        <source>An organization is needed; most servers have one called dispatch.</source>
        <translation>Eine Organisation ist nötig; die meisten Server haben eine namens dispatch.</translation>
    </message>
    <message>
        <source>Another connection is called “%1”.</source>
        <translation>Eine andere Verbindung heißt „%1“.</translation>
    </message>
    <message>
        <source>The private key is locked: enter its pass phrase.</source>
        <translation>Der private Schlüssel ist gesperrt: Geben Sie sein Kennwort ein.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>Frage %1 …</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Speichere …</translation>
    </message>
    <message>
        <source>Colour, protection, certificates, proxy</source>
        <translation>Farbe, Schutz, Zertifikate, Proxy</translation>
    </message>
    <message>
        <source>&amp;Test…</source>
        <translation>&amp;Testen …</translation>
    </message>
    <message>
        <source>Test the connection step by step</source>
        <translation>Die Verbindung Schritt für Schritt testen</translation>
    </message>
    <message>
        <source>Sign in in the browser; the console waits. If no browser opens, go to %1</source>
        <translation>Melden Sie sich im Browser an; die Konsole wartet. Öffnet sich kein Browser, gehen Sie zu %1</translation>
    </message>
    <message>
        <source>connect to %1</source>
        <translation>mit %1 verbinden</translation>
    </message>
    <message>
        <source>Pin the certificat&amp;e…</source>
        <translation>Das Z&amp;ertifikat anheften …</translation>
    </message>
</context>
<context>
    <name>ui::ProfileSettings</name>
    <message>
        <source>Choose a PEM file</source>
        <translation>Eine PEM-Datei wählen</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key)</source>
        <translation>PEM-Dateien (*.pem *.crt *.cer *.key)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Co&amp;lour</source>
        <translation>Fa&amp;rbe</translation>
    </message>
    <message>
        <source>&amp;Protection</source>
        <translation>Sch&amp;utz</translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation>CA-&amp;Datei</translation>
    </message>
    <message>
        <source>Client certi&amp;ficate</source>
        <translation>C&amp;lient-Zertifikat</translation>
    </message>
    <message>
        <source>Its &amp;key</source>
        <translation>&amp;Sein Schlüssel</translation>
    </message>
    <message>
        <source>P&amp;inned certificate</source>
        <translation>An&amp;geheftetes Zertifikat</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>Pro&amp;xy</translation>
    </message>
    <message>
        <source>Proxy a&amp;ddress</source>
        <translation>Ad&amp;resse des Proxys</translation>
    </message>
    <message>
        <source>&amp;Without the proxy</source>
        <translation>&amp;Ohne den Proxy</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>protected: type the name to change anything</source>
        <translation>geschützt: den Namen eingeben, um etwas zu ändern</translation>
    </message>
    <message>
        <source>read-only: nothing is changed from here</source>
        <translation>nur lesen: von hier aus wird nichts geändert</translation>
    </message>
    <message>
        <source>that of the system</source>
        <translation>der des Systems</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>this one:</source>
        <translation>dieser:</translation>
    </message>
    <message>
        <source>in addition to those of the system</source>
        <translation>zusätzlich zu denen des Systems</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>SHA-256-Fingerabdruck</translation>
    </message>
    <message>
        <source>In&amp;secure: do not check the certificate at all</source>
        <translation>Uns&amp;icher: das Zertifikat gar nicht prüfen</translation>
    </message>
    <message>
        <source>Anybody on the way can then read the token and everything else. A pinned certificate is safe and works with any server.</source>
        <translation>Jeder auf dem Weg kann dann das Token und alles andere lesen. Ein angeheftetes Zertifikat ist sicher und geht mit jedem Server.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>A SHA-256 fingerprint has 64 hexadecimal digits.</source>
        <translation>Ein SHA-256-Fingerabdruck hat 64 hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>The address of a proxy is host and port, for example proxy.example.com:3128.</source>
        <translation>Die Adresse eines Proxys ist Rechner und Port, zum Beispiel proxy.example.com:3128.</translation>
    </message>
</context>
<context>
    <name>ui::ProfilesModel</name>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>Treiber</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPUs</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
</context>
<context>
    <name>ui::ReferenceEditor</name>
    <message>
        <source>choose or type a name</source>
        <translation>Namen wählen oder eingeben</translation>
    </message>
    <message>
        <source>Choose a %1.</source>
        <translation>Bitte wählen: %1.</translation>
    </message>
    <message>
        <source>There is no driver type &quot;%1&quot;, and it is not in the catalogue.</source>
        <translation>Es gibt keinen Treibertyp „%1“, und im Katalog steht er nicht.</translation>
    </message>
    <message>
        <source>There is no %1 &quot;%2&quot; yet.</source>
        <translation>Das gibt es noch nicht: %1 „%2“.</translation>
    </message>
    <message>
        <source>%1 The type is registered first, with image %2.</source>
        <translation>%1 Der Typ wird zuerst registriert, mit dem Image %2.</translation>
    </message>
    <message>
        <source>%1 (%2, will be registered)</source>
        <translation>%1 (%2, wird registriert)</translation>
    </message>
</context>
<context>
    <name>ui::ReferencesEditor</name>
    <message>
        <source>There are no %1 yet.</source>
        <translation>Noch keine vorhanden: %1.</translation>
    </message>
    <message>
        <source>Not there yet: %1.</source>
        <translation>Noch nicht vorhanden: %1.</translation>
    </message>
    <message>
        <source>%1 (will be created)</source>
        <translation>%1 (wird angelegt)</translation>
    </message>
    <message>
        <source>%1 (does not exist)</source>
        <translation>%1 (gibt es nicht)</translation>
    </message>
</context>
<context>
    <name>ui::RequestDock</name>
    <message>
        <source>(nothing)</source>
        <translation>(nichts)</translation>
    </message>
    <message>
        <source>(too long to keep)</source>
        <translation>(zu lang, um es aufzubewahren)</translation>
    </message>
    <message>
        <source>(not text)</source>
        <translation>(kein Text)</translation>
    </message>
    <message>
        <source>(not kept)</source>
        <translation>(nicht aufbewahrt)</translation>
    </message>
    <message>
        <source>(not kept: it may hold secrets)</source>
        <translation>(nicht aufbewahrt: Es kann Geheimnisse enthalten)</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Filter: a part of the path, the method or the status</source>
        <translation>Filter: ein Teil des Pfads, die Methode oder der Status</translation>
    </message>
    <message>
        <source>Filter the requests</source>
        <translation>Die Anfragen filtern</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Als cu&amp;rl kopieren</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Was gesendet wurde</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>Was zurückkam</translation>
    </message>
    <message>
        <source>Choose a request to see what was sent…</source>
        <translation>Wählen Sie eine Anfrage, um zu sehen, was gesendet wurde …</translation>
    </message>
    <message>
        <source>…and what came back. Secrets are masked.</source>
        <translation>… und was zurückkam. Geheimnisse sind verdeckt.</translation>
    </message>
</context>
<context>
    <name>ui::RequestModel</name>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
</context>
<context>
    <name>ui::ResourceDialog</name>
    <message>
        <source>New %1</source>
        <translation>Neu: %1</translation>
    </message>
    <message>
        <source>Edit %1 %2</source>
        <translation>%1 %2 bearbeiten</translation>
    </message>
    <message>
        <source>Duplicate %1 %2</source>
        <translation>%1 %2 duplizieren</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Anlegen</translation>
    </message>
    <message>
        <source>Read the values &amp;again</source>
        <translation>Werte &amp;noch einmal lesen</translation>
    </message>
    <message>
        <source>Reading the values…</source>
        <translation>Lese die Werte …</translation>
    </message>
    <message>
        <source>Without its values the secret cannot be changed.</source>
        <translation>Ohne seine Werte kann das Geheimnis nicht geändert werden.</translation>
    </message>
    <message>
        <source>There is nothing to change.</source>
        <translation>Es gibt nichts zu ändern.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Speichere …</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>Verwerfen?</translation>
    </message>
    <message>
        <source>Discard what you typed?</source>
        <translation>Verwerfen, was Sie eingegeben haben?</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>&amp;Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Cancelled: nothing was sent.</source>
        <translation>Abgebrochen: Nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>The %1 is deleted on the server and only in this form now. Discard it?</source>
        <translation>Auf dem Server ist das gelöscht und jetzt nur noch in diesem Formular (%1). Verwerfen?</translation>
    </message>
    <message>
        <source>This is saved to the server.</source>
        <translation>Das wird auf dem Server gespeichert.</translation>
    </message>
</context>
<context>
    <name>ui::ResourceForm</name>
    <message>
        <source>&amp;More</source>
        <translation>&amp;Mehr</translation>
    </message>
    <message>
        <source>&amp;Known driver</source>
        <translation>&amp;Bekannter Treiber</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::ResourcePage</name>
    <message>
        <source>Enter edits, Delete deletes, the menu key shows what else can be done.</source>
        <translation>Eingabe bearbeitet, Entf löscht, die Menütaste zeigt, was sonst noch geht.</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>Spalten: %1</translation>
    </message>
    <message>
        <source>Age of the list</source>
        <translation>Alter der Liste</translation>
    </message>
    <message>
        <source>as of %1 · stale</source>
        <translation>Stand %1 · veraltet</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>&amp;Noch einmal</translation>
    </message>
</context>
<context>
    <name>ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message numerus="yes">
        <source>%n older run(s) dropped: the newest are kept here.</source>
        <translation>
            <numerusform>%n älterer Lauf weggefallen: Die neuesten werden hier aufbewahrt.</numerusform>
            <numerusform>%n ältere Läufe weggefallen: Die neuesten werden hier aufbewahrt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::RunPanel</name>
    <message>
        <source>&amp;Input (JSON)</source>
        <translation>&amp;Eingabe (JSON)</translation>
    </message>
    <message>
        <source>Input of the run, JSON</source>
        <translation>Eingabe des Laufs, JSON</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Ausführen</translation>
    </message>
    <message>
        <source>Run the function with this input (Ctrl+Return)</source>
        <translation>Die Funktion mit dieser Eingabe ausführen (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>The function is %1: it can run when it is READY.</source>
        <translation>Die Funktion ist %1: Sie kann laufen, wenn sie READY ist.</translation>
    </message>
    <message>
        <source>Left empty, the function gets no input.</source>
        <translation>Leer gelassen, bekommt die Funktion keine Eingabe.</translation>
    </message>
    <message>
        <source>paste the input of a run</source>
        <translation>die Eingabe eines Laufs einfügen</translation>
    </message>
    <message>
        <source>The text is too long for this field, which is for inputs typed by hand.</source>
        <translation>Der Text ist zu lang für dieses Feld, das für von Hand getippte Eingaben ist.</translation>
    </message>
    <message>
        <source>Send it as an event with a file: the subscribed functions get it as their input.</source>
        <translation>Senden Sie ihn als Ereignis mit einer Datei: Die abonnierten Funktionen bekommen ihn als Eingabe.</translation>
    </message>
    <message>
        <source>This runs the function %1.</source>
        <translation>Das führt die Funktion %1 aus.</translation>
    </message>
</context>
<context>
    <name>ui::RunView</name>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Lauf %1</translation>
    </message>
    <message>
        <source>Choose a run to see its output, logs and error.</source>
        <translation>Wählen Sie einen Lauf, um Ausgabe, Protokoll und Fehler zu sehen.</translation>
    </message>
    <message>
        <source>No output.</source>
        <translation>Keine Ausgabe.</translation>
    </message>
    <message>
        <source>Still running…</source>
        <translation>Läuft noch …</translation>
    </message>
    <message>
        <source>--- standard error ---</source>
        <translation>--- Standardfehler ---</translation>
    </message>
    <message>
        <source>It wrote nothing.</source>
        <translation>Es hat nichts geschrieben.</translation>
    </message>
    <message>
        <source>No error.</source>
        <translation>Kein Fehler.</translation>
    </message>
    <message>
        <source>Event %1
Type %2, source %3

</source>
        <translation>Ereignis %1
Typ %2, Quelle %3

</translation>
    </message>
    <message>
        <source>No input.</source>
        <translation>Keine Eingabe.</translation>
    </message>
    <message>
        <source>
… cut here, after %1 kB</source>
        <translation>
… hier abgeschnitten, nach %1 kB</translation>
    </message>
    <message>
        <source>Parts of the run</source>
        <translation>Teile des Laufs</translation>
    </message>
</context>
<context>
    <name>ui::SaveFlow</name>
    <message>
        <source>save %1 %2</source>
        <translation>%1 %2 speichern</translation>
    </message>
    <message>
        <source>Saving was cancelled. The server may have done a part of it already.</source>
        <translation>Das Speichern wurde abgebrochen. Einen Teil hat der Server womöglich schon getan.</translation>
    </message>
    <message>
        <source>Look at the list before you try again.</source>
        <translation>Sehen Sie in die Liste, bevor Sie es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The old %1 is deleted and the new one is not there yet: it is only in this form. %2</source>
        <translation>Das alte ist gelöscht und das neue noch nicht da (%1): Es ist nur in diesem Formular. %2</translation>
    </message>
    <message>
        <source>Save again to create it.</source>
        <translation>Speichern Sie noch einmal, um es anzulegen.</translation>
    </message>
</context>
<context>
    <name>ui::SecretPairsEditor</name>
    <message>
        <source>S&amp;how values</source>
        <translation>&amp;Werte zeigen</translation>
    </message>
    <message>
        <source>Value from &amp;file…</source>
        <translation>Wert aus &amp;Datei …</translation>
    </message>
    <message>
        <source>A secret needs at least one key.</source>
        <translation>Ein Geheimnis braucht mindestens einen Schlüssel.</translation>
    </message>
    <message>
        <source>A file that becomes one value</source>
        <translation>Eine Datei, die ein Wert wird</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 1 MB, too large for a secret.</source>
        <translation>%1 ist größer als 1 MB, zu groß für ein Geheimnis.</translation>
    </message>
    <message>
        <source>%1 is not text (UTF-8). Encode it first, for example with base64.</source>
        <translation>%1 ist kein Text (UTF-8). Kodieren Sie es vorher, zum Beispiel mit base64.</translation>
    </message>
</context>
<context>
    <name>ui::SecretPeek</name>
    <message>
        <source>&amp;Reveal</source>
        <translation>&amp;Aufdecken</translation>
    </message>
    <message>
        <source>Fetch this value and show it for 30 seconds</source>
        <translation>Diesen Wert holen und 30 Sekunden lang zeigen</translation>
    </message>
    <message>
        <source>Reveal the value for 30 seconds</source>
        <translation>Den Wert 30 Sekunden lang aufdecken</translation>
    </message>
    <message>
        <source>Key of the secret</source>
        <translation>Schlüssel des Geheimnisses</translation>
    </message>
    <message>
        <source>Value of the key</source>
        <translation>Wert des Schlüssels</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Fetch this value and put it on the clipboard for 30 seconds</source>
        <translation>Diesen Wert holen und 30 Sekunden lang in die Zwischenablage legen</translation>
    </message>
    <message>
        <source>Copy the value for 30 seconds</source>
        <translation>Den Wert für 30 Sekunden kopieren</translation>
    </message>
</context>
<context>
    <name>ui::SendRow</name>
    <message>
        <source>Send man&amp;y…</source>
        <translation>&amp;Viele senden …</translation>
    </message>
    <message>
        <source>Send this event many times, or the lines of a file</source>
        <translation>Dieses Ereignis viele Male senden, oder die Zeilen einer Datei</translation>
    </message>
    <message>
        <source>&amp;Send event</source>
        <translation>Ereignis &amp;senden</translation>
    </message>
    <message>
        <source>Send the event (Ctrl+Return)</source>
        <translation>Das Ereignis senden (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>How much of the event is sent</source>
        <translation>Wie viel vom Ereignis gesendet ist</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Cancel sending the event</source>
        <translation>Das Senden des Ereignisses abbrechen</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Sende …</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>Mache bereit …</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 sent, waiting for the answer…</source>
        <translation>%1 gesendet, warte auf die Antwort …</translation>
    </message>
</context>
<context>
    <name>ui::ServiceAccountDialog</name>
    <message>
        <source>New service account</source>
        <translation>Neues Dienstkonto</translation>
    </message>
    <message>
        <source>A key is made on this machine and kept like every other secret of a connection. The server gets its public half. A new connection then signs in to the organization “%1” with it.</source>
        <translation>Auf diesem Rechner wird ein Schlüssel erzeugt und wie jedes andere Geheimnis einer Verbindung aufbewahrt. Der Server bekommt die öffentliche Hälfte. Eine neue Verbindung meldet sich dann damit bei der Organisation „%1“ an.</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Name of the service account</source>
        <translation>Name des Dienstkontos</translation>
    </message>
    <message>
        <source>&amp;Allow it everything in this organization, with a policy of its own</source>
        <translation>Ihm mit einer eigenen Richtlinie &amp;alles in dieser Organisation erlauben</translation>
    </message>
    <message>
        <source>Without a policy it can sign in and do nothing.</source>
        <translation>Ohne Richtlinie kann es sich anmelden und nichts tun.</translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation>An&amp;legen</translation>
    </message>
    <message>
        <source>A name has letters, digits, - and _ only.</source>
        <translation>Ein Name hat nur Buchstaben, Ziffern, - und _.</translation>
    </message>
    <message>
        <source>This makes a service account.</source>
        <translation>Das legt ein Dienstkonto an.</translation>
    </message>
</context>
<context>
    <name>ui::ServicesModel</name>
    <message>
        <source>only inside the cluster</source>
        <translation>nur im Cluster</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Ports</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
</context>
<context>
    <name>ui::ServicesView</name>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>&amp;Neu nachsehen</translation>
    </message>
    <message>
        <source>&amp;Open in the browser</source>
        <translation>Im Browser &amp;öffnen</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>Adresse &amp;kopieren</translation>
    </message>
    <message>
        <source>Co&amp;nnect to it…</source>
        <translation>Damit &amp;verbinden …</translation>
    </message>
    <message>
        <source>Asking for the services…</source>
        <translation>Frage nach den Diensten …</translation>
    </message>
    <message>
        <source>The cluster must run to have services.</source>
        <translation>Der Cluster muss laufen, um Dienste zu haben.</translation>
    </message>
    <message>
        <source>Stop the &amp;tunnel</source>
        <translation>Den &amp;Tunnel anhalten</translation>
    </message>
    <message>
        <source>Stop the &amp;dashboard</source>
        <translation>Das &amp;Dashboard anhalten</translation>
    </message>
    <message>
        <source>Start a &amp;tunnel</source>
        <translation>Einen &amp;Tunnel starten</translation>
    </message>
    <message>
        <source>Start the &amp;dashboard</source>
        <translation>Das &amp;Dashboard starten</translation>
    </message>
    <message>
        <source>A tunnel gives services of the type LoadBalancer an address.</source>
        <translation>Ein Tunnel gibt Diensten vom Typ LoadBalancer eine Adresse.</translation>
    </message>
    <message>
        <source>The dashboard of Kubernetes, in a browser.</source>
        <translation>Das Dashboard von Kubernetes, in einem Browser.</translation>
    </message>
    <message>
        <source>The tunnel wants a password, which it can only ask for in a terminal. Run there: %1</source>
        <translation>Der Tunnel will ein Kennwort, nach dem er nur in einem Terminal fragen kann. Führen Sie dort aus: %1</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>startet …</translation>
    </message>
    <message>
        <source>Copy the co&amp;mmand</source>
        <translation>B&amp;efehl kopieren</translation>
    </message>
    <message>
        <source>Open it in the &amp;browser</source>
        <translation>Im &amp;Browser öffnen</translation>
    </message>
</context>
<context>
    <name>ui::SignInForm</name>
    <message>
        <source>A service account has a name, as ci or acme/ci.</source>
        <translation>Ein Dienstkonto hat einen Namen, wie ci oder acme/ci.</translation>
    </message>
    <message>
        <source>The cookie is missing: all of the header, as name=value.</source>
        <translation>Das Cookie fehlt: die ganze Kopfzeile, als name=wert.</translation>
    </message>
    <message>
        <source>The token is missing: without the word Bearer.</source>
        <translation>Das Token fehlt: ohne das Wort Bearer.</translation>
    </message>
    <message>
        <source>The private key of the service account is missing.</source>
        <translation>Der private Schlüssel des Dienstkontos fehlt.</translation>
    </message>
    <message>
        <source>The secret is kept in the keychain of this desktop (%1).</source>
        <translation>Das Geheimnis wird im Schlüsselbund dieses Desktops aufbewahrt (%1).</translation>
    </message>
    <message>
        <source>The secret is kept until the console ends. %1</source>
        <translation>Das Geheimnis wird aufbewahrt, bis die Konsole endet. %1</translation>
    </message>
    <message>
        <source>Asking the keychain…</source>
        <translation>Frage den Schlüsselbund …</translation>
    </message>
    <message>
        <source>None: as Dispatch Solo expects it</source>
        <translation>Keine: wie Dispatch Solo es erwartet</translation>
    </message>
    <message>
        <source>Cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>Bearer-Token</translation>
    </message>
    <message>
        <source>Service account with its key</source>
        <translation>Dienstkonto mit seinem Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>An&amp;meldung</translation>
    </message>
    <message>
        <source>Coo&amp;kie</source>
        <translation>Coo&amp;kie</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>&amp;Token</translation>
    </message>
    <message>
        <source>Acco&amp;unt</source>
        <translation>&amp;Konto</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>P&amp;rivater Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Pass phrase</source>
        <translation>Kenn&amp;wort</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>Choose the file of the private key</source>
        <translation>Die Datei des privaten Schlüssels wählen</translation>
    </message>
    <message>
        <source>name, or organization/name</source>
        <translation>Name, oder Organisation/Name</translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation>aufbewahrt; tippen, um es zu ersetzen</translation>
    </message>
    <message>
        <source>asked each time, kept nowhere</source>
        <translation>jedes Mal erfragt, nirgends aufbewahrt</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>aufbewahrt</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>keiner gewählt</translation>
    </message>
    <message>
        <source>Private key of the service account</source>
        <translation>Privater Schlüssel des Dienstkontos</translation>
    </message>
    <message>
        <source>Get it with the &amp;browser…</source>
        <translation>Mit dem &amp;Browser holen …</translation>
    </message>
    <message>
        <source>Sign in with the browser</source>
        <translation>Mit dem Browser anmelden</translation>
    </message>
</context>
<context>
    <name>ui::SourceBar</name>
    <message>
        <source>&amp;Files…</source>
        <translation>&amp;Dateien …</translation>
    </message>
    <message>
        <source>F&amp;older…</source>
        <translation>&amp;Ordner …</translation>
    </message>
    <message>
        <source>&amp;Paste…</source>
        <translation>&amp;Einfügen …</translation>
    </message>
    <message>
        <source>&amp;Address…</source>
        <translation>Ad&amp;resse …</translation>
    </message>
    <message>
        <source>What is imported</source>
        <translation>Was importiert wird</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Dateien importieren</translation>
    </message>
    <message>
        <source>YAML and JSON (*.yaml *.yml *.json)</source>
        <translation>YAML und JSON (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>Einen Ordner importieren</translation>
    </message>
    <message>
        <source>Import from an address</source>
        <translation>Von einer Adresse importieren</translation>
    </message>
    <message>
        <source>Address of a YAML or JSON file (http or https). The credentials of the connection are not sent there.</source>
        <translation>Adresse einer YAML- oder JSON-Datei (http oder https). Die Zugangsdaten der Verbindung werden nicht dorthin gesendet.</translation>
    </message>
</context>
<context>
    <name>ui::SourceEditor</name>
    <message>
        <source>choose, drop or type a path</source>
        <translation>Pfad wählen, ablegen oder eingeben</translation>
    </message>
    <message>
        <source>Fol&amp;der…</source>
        <translation>&amp;Ordner …</translation>
    </message>
    <message>
        <source>&amp;File…</source>
        <translation>&amp;Datei …</translation>
    </message>
    <message>
        <source>Choose a source folder</source>
        <translation>Ordner mit dem Quelltext wählen</translation>
    </message>
    <message>
        <source>Choose a source file</source>
        <translation>Datei mit dem Quelltext wählen</translation>
    </message>
    <message>
        <source>The server never gives a source back: choose it again to change the function.</source>
        <translation>Der Server gibt einen Quelltext nie zurück: Wählen Sie ihn neu, um die Funktion zu ändern.</translation>
    </message>
    <message>
        <source>Choose the file or the folder with the code.</source>
        <translation>Wählen Sie die Datei oder den Ordner mit dem Code.</translation>
    </message>
    <message>
        <source>There is no file or folder %1.</source>
        <translation>Es gibt keine Datei und keinen Ordner %1.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>A folder needs a handler that says where to begin.</source>
        <translation>Ein Ordner braucht einen Einsprung, der sagt, wo es losgeht.</translation>
    </message>
    <message>
        <source>All files below the folder are packed, without hidden ones.</source>
        <translation>Alle Dateien unter dem Ordner werden gepackt, ohne verborgene.</translation>
    </message>
    <message>
        <source>%1, read when the form is sent.</source>
        <translation>%1, gelesen, wenn das Formular abgeschickt wird.</translation>
    </message>
    <message>
        <source>Folder with the code</source>
        <translation>Ordner mit dem Code</translation>
    </message>
    <message>
        <source>File with the code</source>
        <translation>Datei mit dem Code</translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Starting local Dispatch…</source>
        <translation>Lokales Dispatch startet …</translation>
    </message>
    <message>
        <source>Where is your Dispatch?</source>
        <translation>Wo ist Ihr Dispatch?</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>&amp;Lokales Dispatch starten</translation>
    </message>
    <message>
        <source>Works right away on this machine, keeps its data, needs nothing else.</source>
        <translation>Läuft sofort auf diesem Rechner, bewahrt seine Daten, braucht sonst nichts.</translation>
    </message>
    <message>
        <source>&amp;Connect to a server</source>
        <translation>Mit einem Server &amp;verbinden</translation>
    </message>
    <message>
        <source>Dispatch Solo or Dispatch on Kubernetes, by its address.</source>
        <translation>Dispatch Solo oder Dispatch auf Kubernetes, über seine Adresse.</translation>
    </message>
    <message>
        <source>Set up &amp;minikube</source>
        <translation>&amp;minikube einrichten</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>Lokales Dispatch &amp;neu starten</translation>
    </message>
    <message>
        <source>A full cluster on this machine, with Dispatch in it: make, start and watch it here.</source>
        <translation>Ein ganzer Cluster auf diesem Rechner, mit Dispatch darin: hier anlegen, starten und beobachten.</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbinde</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>connected %1 ms</source>
        <translation>verbunden %1 ms</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>paused: the sign-in was refused</source>
        <translation>angehalten: Die Anmeldung wurde abgelehnt</translation>
    </message>
    <message>
        <source>next look %1 s</source>
        <translation>nächster Blick %1 s</translation>
    </message>
    <message>
        <source>token %1 s</source>
        <translation>Token %1 s</translation>
    </message>
    <message>
        <source>token %1 min</source>
        <translation>Token %1 min</translation>
    </message>
</context>
<context>
    <name>ui::TemplateBar</name>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Pinned templates</source>
        <translation>Angeheftete Vorlagen</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>Vorlage %1</translation>
    </message>
    <message>
        <source>%1 is no template and was left alone: %2</source>
        <translation>%1 ist keine Vorlage und blieb unberührt: %2</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more file(s).</source>
        <translation>
            <numerusform>… und %n weitere Datei.</numerusform>
            <numerusform>… und %n weitere Dateien.</numerusform>
        </translation>
    </message>
    <message>
        <source>No templates yet</source>
        <translation>Noch keine Vorlagen</translation>
    </message>
    <message>
        <source>&amp;Save as template…</source>
        <translation>Als Vorlage &amp;speichern …</translation>
    </message>
    <message>
        <source>&amp;Update with this draft</source>
        <translation>Mit diesem Entwurf &amp;aktualisieren</translation>
    </message>
    <message>
        <source>&amp;Rename, describe, pin</source>
        <translation>&amp;Umbenennen, beschreiben, anheften</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Open the folder</source>
        <translation>Den &amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Delete a template</source>
        <translation>Eine Vorlage löschen</translation>
    </message>
    <message>
        <source>Delete the template %1?</source>
        <translation>Die Vorlage %1 löschen?</translation>
    </message>
    <message>
        <source>The file %1 goes with it.</source>
        <translation>Die Datei %1 geht mit ihr.</translation>
    </message>
    <message>
        <source>open the folder of templates</source>
        <translation>den Ordner der Vorlagen öffnen</translation>
    </message>
    <message>
        <source>No program on this desktop opens folders.</source>
        <translation>Kein Programm auf diesem Desktop öffnet Ordner.</translation>
    </message>
    <message>
        <source>The templates are in %1.</source>
        <translation>Die Vorlagen sind in %1.</translation>
    </message>
    <message>
        <source>Tem&amp;plates</source>
        <translation>Vorla&amp;gen</translation>
    </message>
</context>
<context>
    <name>ui::TemplateDialog</name>
    <message>
        <source>&amp;Pinned: has a button of its own</source>
        <translation>&amp;Angeheftet: hat einen eigenen Knopf</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>&amp;Beschreibung</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>Eine Vorlage braucht einen Namen.</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>Als Vorlage speichern</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>Vorlage %1</translation>
    </message>
</context>
<context>
    <name>ui::ToolChooser</name>
    <message>
        <source>Where is %1?</source>
        <translation>Wo ist %1?</translation>
    </message>
</context>
<context>
    <name>ui::ToolsModel</name>
    <message>
        <source>looking</source>
        <translation>suche</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>cannot be run</source>
        <translation>kann nicht ausgeführt werden</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>kaputt</translation>
    </message>
    <message>
        <source>too old</source>
        <translation>zu alt</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>%1 (chosen)</source>
        <translation>%1 (gewählt)</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Wozu</translation>
    </message>
</context>
<context>
    <name>ui::ToolsView</name>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for. To get it: %2. Or choose where it is.</source>
        <translation>%1 ist nicht auf diesem Rechner oder nicht dort, wo Programme gesucht werden. So bekommen Sie es: %2. Oder wählen Sie, wo es ist.</translation>
    </message>
    <message>
        <source>%1 is not a program that can be run. Choose another file, or search for it again.</source>
        <translation>%1 ist kein Programm, das ausgeführt werden kann. Wählen Sie eine andere Datei, oder suchen Sie noch einmal danach.</translation>
    </message>
    <message>
        <source>%1 does not tell its version (%2). Check that it is %3, and for this machine.</source>
        <translation>%1 nennt seine Version nicht (%2). Prüfen Sie, ob es %3 ist, und für diesen Rechner.</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>es hat nichts gesagt</translation>
    </message>
    <message>
        <source>%1 is older than %2. To get a newer one: %3.</source>
        <translation>%1 ist älter als %2. So bekommen Sie ein neueres: %3.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>About the tool</source>
        <translation>Über das Werkzeug</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>&amp;Neu nachsehen</translation>
    </message>
    <message>
        <source>Choose the &amp;file…</source>
        <translation>Die &amp;Datei wählen …</translation>
    </message>
    <message>
        <source>&amp;Search for it</source>
        <translation>Danach &amp;suchen</translation>
    </message>
    <message>
        <source>Copy &amp;how to get it</source>
        <translation>&amp;Kopieren, wie man es bekommt</translation>
    </message>
    <message>
        <source>Choose a tool to read about it. A cluster takes minikube and something that carries it, such as Docker; kubectl shows what runs in it.</source>
        <translation>Wählen Sie ein Werkzeug, um darüber zu lesen. Ein Cluster braucht minikube und etwas, das ihn trägt, wie Docker; kubectl zeigt, was darin läuft.</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation>%1 %2.</translation>
    </message>
    <message>
        <source>Looking &amp;again…</source>
        <translation>Sehe &amp;neu nach …</translation>
    </message>
</context>
<context>
    <name>ui::Tour</name>
    <message>
        <source>A Dispatch of your own</source>
        <translation>Ein eigenes Dispatch</translation>
    </message>
    <message>
        <source>A local Dispatch runs on this machine. It keeps its data, and it is a real one: what works here works on a server.</source>
        <translation>Auf diesem Rechner läuft ein lokales Dispatch. Es bewahrt seine Daten, und es ist ein echtes: Was hier geht, geht auch auf einem Server.</translation>
    </message>
    <message>
        <source>Register a driver type</source>
        <translation>Einen Treibertyp registrieren</translation>
    </message>
    <message>
        <source>A driver type says which image turns something into events. The catalogue knows the usual ones; ticker is the simplest.</source>
        <translation>Ein Treibertyp sagt, welches Image etwas in Ereignisse verwandelt. Der Katalog kennt die üblichen; ticker ist der einfachste.</translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation>Ein Geheimnis bewahren</translation>
    </message>
    <message>
        <source>Passwords belong into secrets: drivers and functions refer to them by name, and the window never shows a value unless you ask.</source>
        <translation>Kennwörter gehören in Geheimnisse: Treiber und Funktionen nennen sie beim Namen, und das Fenster zeigt einen Wert nur, wenn Sie es wünschen.</translation>
    </message>
    <message>
        <source>Start a driver</source>
        <translation>Einen Treiber starten</translation>
    </message>
    <message>
        <source>A driver is a running instance of a type. This one ticks every two seconds. The table follows it until it is READY.</source>
        <translation>Ein Treiber ist ein laufendes Exemplar eines Typs. Dieser tickt alle zwei Sekunden. Die Tabelle folgt ihm, bis er READY ist.</translation>
    </message>
    <message>
        <source>Create a function</source>
        <translation>Eine Funktion anlegen</translation>
    </message>
    <message>
        <source>A function is a file or a folder with code. Dispatch builds it and says READY when it can run.</source>
        <translation>Eine Funktion ist eine Datei oder ein Ordner mit Code. Dispatch baut sie und sagt READY, wenn sie laufen kann.</translation>
    </message>
    <message>
        <source>Subscribe the function</source>
        <translation>Die Funktion abonnieren lassen</translation>
    </message>
    <message>
        <source>A subscription ties an event type to a function, letter by letter. From now on each tick runs hello.</source>
        <translation>Ein Abonnement verbindet einen Ereignistyp mit einer Funktion, Buchstabe für Buchstabe. Von jetzt an führt jeder Tick hello aus.</translation>
    </message>
    <message>
        <source>Look at what ran</source>
        <translation>Ansehen, was gelaufen ist</translation>
    </message>
    <message>
        <source>The function keeps its runs: those of the ticker and yours, each with its input, output and log.</source>
        <translation>Die Funktion bewahrt ihre Läufe: die des Tickers und Ihren, jeden mit Eingabe, Ausgabe und Protokoll.</translation>
    </message>
    <message>
        <source>Stop the driver</source>
        <translation>Den Treiber anhalten</translation>
    </message>
    <message>
        <source>Deleting says first what depends on the thing, and Cancel is the default. Nothing needs this driver, so it goes.</source>
        <translation>Vor dem Löschen steht, was davon abhängt, und Abbrechen ist die Vorgabe. Diesen Treiber braucht nichts, also geht er.</translation>
    </message>
    <message>
        <source>The picture %1 could not be saved. Is there space, and may you write there?</source>
        <translation>Das Bild %1 konnte nicht gespeichert werden. Ist Platz da, und dürfen Sie dort schreiben?</translation>
    </message>
    <message>
        <source>The window was closed.</source>
        <translation>Das Fenster wurde geschlossen.</translation>
    </message>
    <message>
        <source>The tour was stopped.</source>
        <translation>Der Rundgang wurde angehalten.</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
    <message>
        <source>nothing came of it</source>
        <translation>es kam nichts dabei heraus</translation>
    </message>
    <message>
        <source>the control was not there</source>
        <translation>das Bedienelement war nicht da</translation>
    </message>
    <message>
        <source>Step %1 (%2), move %3 did not happen: %4.</source>
        <translation>Schritt %1 (%2), Bewegung %3 geschah nicht: %4.</translation>
    </message>
    <message>
        <source>Compose an event and see whom it hits</source>
        <translation>Ein Ereignis verfassen und sehen, wen es trifft</translation>
    </message>
    <message>
        <source>Events can be made by hand. Before anything is sent, the page says whom the event will hit and shows the request to the byte, also for curl, PowerShell and Python.</source>
        <translation>Ereignisse können von Hand gemacht werden. Bevor etwas gesendet wird, sagt die Seite, wen das Ereignis treffen wird, und zeigt die Anfrage aufs Byte genau, auch für curl, PowerShell und Python.</translation>
    </message>
    <message>
        <source>Send it and follow what it does</source>
        <translation>Es senden und verfolgen, was es tut</translation>
    </message>
    <message>
        <source>The trace joins each subscription with its run: state, duration, output and log, and whether the function was given exactly what was sent.</source>
        <translation>Die Spur verbindet jedes Abonnement mit seinem Lauf: Zustand, Dauer, Ausgabe und Protokoll, und ob die Funktion genau das bekam, was gesendet wurde.</translation>
    </message>
    <message>
        <source>Keep it as a template</source>
        <translation>Es als Vorlage aufbewahren</translation>
    </message>
    <message>
        <source>A template is a plain file that can be shared. A pinned one has a button of its own. All that was ever sent is in the history.</source>
        <translation>Eine Vorlage ist eine einfache Datei, die man weitergeben kann. Eine angeheftete hat einen eigenen Knopf. Alles, was je gesendet wurde, steht im Verlauf.</translation>
    </message>
    <message>
        <source>Send many</source>
        <translation>Viele senden</translation>
    </message>
    <message>
        <source>A job sends an event many times or the lines of a file, at a rate or as fast as answers come. It keeps a line for each event and draws how long everything takes.</source>
        <translation>Ein Auftrag sendet ein Ereignis viele Male oder die Zeilen einer Datei, mit einer Rate oder so schnell, wie Antworten kommen. Er bewahrt für jedes Ereignis eine Zeile auf und zeichnet, wie lange alles dauert.</translation>
    </message>
</context>
<context>
    <name>ui::TourCaption</name>
    <message>
        <source>&amp;Stop tour</source>
        <translation>Rundgang &amp;anhalten</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
</context>
<context>
    <name>ui::TraceModel</name>
    <message>
        <source>none that is known</source>
        <translation>keiner, der bekannt ist</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>kein Lauf</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
</context>
<context>
    <name>ui::TraceView</name>
    <message>
        <source>Send an event, and what it does appears here.</source>
        <translation>Senden Sie ein Ereignis, und was es tut, erscheint hier.</translation>
    </message>
    <message>
        <source>Sending %1…</source>
        <translation>Sende %1 …</translation>
    </message>
    <message>
        <source>Not accepted: %1</source>
        <translation>Nicht angenommen: %1</translation>
    </message>
    <message>
        <source>Accepted: HTTP %1 after %2 ms</source>
        <translation>Angenommen: HTTP %1 nach %2 ms</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n Abonnement</numerusform>
            <numerusform>%n Abonnements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n succeeded</source>
        <translation>
            <numerusform>%n gelungen</numerusform>
            <numerusform>%n gelungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a run</source>
        <translation>
            <numerusform>%n ohne Lauf</numerusform>
            <numerusform>%n ohne Lauf</numerusform>
        </translation>
    </message>
    <message>
        <source>Queued. Following the runs it causes…</source>
        <translation>Eingereiht. Verfolge die Läufe, die es auslöst …</translation>
    </message>
    <message>
        <source>The runs cannot be seen just now: %1</source>
        <translation>Die Läufe sind gerade nicht zu sehen: %1</translation>
    </message>
    <message>
        <source>Everything it caused has ended.</source>
        <translation>Alles, was es ausgelöst hat, ist zu Ende.</translation>
    </message>
    <message>
        <source>No subscription matched %1: the server took the event and dropped it.</source>
        <translation>Kein Abonnement passte zu %1: Der Server hat das Ereignis angenommen und fallen gelassen.</translation>
    </message>
    <message>
        <source>The deadline passed before everything had ended. A run that comes later is still shown.</source>
        <translation>Die Frist verstrich, bevor alles zu Ende war. Ein Lauf, der später kommt, wird noch gezeigt.</translation>
    </message>
    <message>
        <source>This server does not tell of runs: what the event did cannot be seen from here.</source>
        <translation>Dieser Server sagt nichts über Läufe: Was das Ereignis getan hat, ist von hier nicht zu sehen.</translation>
    </message>
    <message>
        <source>✓ The function received exactly what was sent.</source>
        <translation>✓ Die Funktion hat genau das bekommen, was gesendet wurde.</translation>
    </message>
    <message>
        <source>Nobody can tell whether the function received what was sent.</source>
        <translation>Niemand kann sagen, ob die Funktion bekommen hat, was gesendet wurde.</translation>
    </message>
    <message>
        <source>The function received something else</source>
        <translation>Die Funktion hat etwas anderes bekommen</translation>
    </message>
    <message>
        <source>The function received something else at %1</source>
        <translation>Die Funktion hat etwas anderes bekommen, bei %1</translation>
    </message>
    <message>
        <source>%1: sent %2, received %3</source>
        <translation>%1: gesendet %2, bekommen %3</translation>
    </message>
    <message>
        <source>What the event did</source>
        <translation>Was das Ereignis getan hat</translation>
    </message>
    <message>
        <source>What each subscription made of the event</source>
        <translation>Was jedes Abonnement aus dem Ereignis gemacht hat</translation>
    </message>
</context>
<context>
    <name>ui::UndoDialog</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take back the latest change?</source>
        <translation>Die letzte Änderung zurücknehmen?</translation>
    </message>
    <message>
        <source>What undoing would do</source>
        <translation>Was Rückgängig tun würde</translation>
    </message>
    <message>
        <source>What would differ</source>
        <translation>Was sich unterscheiden würde</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>After undoing</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Bring secrets back &amp;without their values, which are not kept</source>
        <translation>Geheimnisse &amp;ohne ihre Werte zurückholen, die nicht aufbewahrt sind</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>Take back the whole import (%n changes)?</source>
        <translation>
            <numerusform>Den ganzen Import zurücknehmen (%n Änderung)?</numerusform>
            <numerusform>Den ganzen Import zurücknehmen (%n Änderungen)?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::UndoModel</name>
    <message>
        <source>Delete %1 %2, which was created</source>
        <translation>%1 %2 löschen (war angelegt worden)</translation>
    </message>
    <message>
        <source>Change %1 %2 back</source>
        <translation>%1 %2 zurückändern</translation>
    </message>
    <message>
        <source>Create %1 %2 again, which was deleted</source>
        <translation>%1 %2 wieder anlegen (war gelöscht worden)</translation>
    </message>
    <message>
        <source>⚠ The values of the secret are gone.</source>
        <translation>⚠ Die Werte des Geheimnisses sind weg.</translation>
    </message>
    <message>
        <source>Undoing would</source>
        <translation>Rückgängig würde</translation>
    </message>
    <message>
        <source>Done at</source>
        <translation>Getan um</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
</context>
<context>
    <name>ui::VariableMenu</name>
    <message>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <source>Put a variable into the field with the cursor (Ctrl+Space)</source>
        <translation>Eine Variable in das Feld mit der Schreibmarke setzen (Strg+Leertaste)</translation>
    </message>
    <message>
        <source>%1  –  %2</source>
        <translation>%1  –  %2</translation>
    </message>
</context>
<context>
    <name>ui::WireView</name>
    <message>
        <source>length not known yet</source>
        <translation>Länge noch unbekannt</translation>
    </message>
    <message>
        <source>%1 bytes here</source>
        <translation>%1 Bytes hier</translation>
    </message>
    <message>
        <source>as base64</source>
        <translation>als base64</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>als Text</translation>
    </message>
    <message>
        <source>⟨the file %1, %2 bytes, %3, %4⟩</source>
        <translation>⟨die Datei %1, %2 Bytes, %3, %4⟩</translation>
    </message>
    <message>
        <source>
… shortened here; %1 more bytes go out.</source>
        <translation>
… hier gekürzt; %1 weitere Bytes gehen hinaus.</translation>
    </message>
    <message>
        <source>
… shortened here; %1 characters in all. Copy takes everything.</source>
        <translation>
… hier gekürzt; %1 Zeichen insgesamt. Kopieren nimmt alles.</translation>
    </message>
    <message>
        <source>The request as it will go</source>
        <translation>Die Anfrage, wie sie gehen wird</translation>
    </message>
    <message>
        <source>The same request for other tools</source>
        <translation>Dieselbe Anfrage für andere Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Set the environment variable %1 before you run it: no credential is written here.</source>
        <translation>Setzen Sie die Umgebungsvariable %1, bevor Sie das ausführen: Zugangsdaten werden hier nicht hineingeschrieben.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>Data %1 · encoded %2 · request body %3</source>
        <translation>Daten %1 · kodiert %2 · Rumpf der Anfrage %3</translation>
    </message>
</context>
<context>
    <name>ui::WorkloadView</name>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>NOT ready</source>
        <translation>NICHT bereit</translation>
    </message>
    <message>
        <source>takes no new pods</source>
        <translation>nimmt keine neuen Pods</translation>
    </message>
    <message>
        <source>%1 CPUs</source>
        <translation>%1 CPUs</translation>
    </message>
    <message>
        <source>%1 for pods</source>
        <translation>%1 für Pods</translation>
    </message>
    <message>
        <source>Node %1: %2</source>
        <translation>Knoten %1: %2</translation>
    </message>
    <message>
        <source>What runs in the cluster</source>
        <translation>Was im Cluster läuft</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>All namespaces</source>
        <translation>Alle Namensräume</translation>
    </message>
    <message>
        <source>Filter the pods: name, state, reason… (-word: without)</source>
        <translation>Pods filtern: Name, Zustand, Grund … (-Wort: ohne)</translation>
    </message>
    <message>
        <source>Filter the pods</source>
        <translation>Die Pods filtern</translation>
    </message>
    <message>
        <source>Look again now</source>
        <translation>Jetzt neu nachsehen</translation>
    </message>
    <message>
        <source>Events, log and forwarded ports</source>
        <translation>Ereignisse, Protokoll und weitergeleitete Ports</translation>
    </message>
    <message>
        <source>%1 (terminating)</source>
        <translation>%1 (wird beendet)</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>Frage den Cluster …</translation>
    </message>
    <message>
        <source>There are no pods in this cluster.</source>
        <translation>In diesem Cluster gibt es keine Pods.</translation>
    </message>
    <message>
        <source>There are no pods in %1.</source>
        <translation>In %1 gibt es keine Pods.</translation>
    </message>
    <message>
        <source>No cluster is chosen</source>
        <translation>Kein Cluster ist gewählt</translation>
    </message>
    <message>
        <source>Choose one, or create one, to see what runs in it.</source>
        <translation>Wählen Sie einen, oder legen Sie einen an, um zu sehen, was darin läuft.</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>What runs in it is shown when that is done.</source>
        <translation>Was darin läuft, wird gezeigt, wenn das getan ist.</translation>
    </message>
    <message>
        <source>kubectl is not on this machine</source>
        <translation>kubectl ist nicht auf diesem Rechner</translation>
    </message>
    <message>
        <source>It is needed to see what runs in a cluster: %1</source>
        <translation>Es ist nötig, um zu sehen, was in einem Cluster läuft: %1</translation>
    </message>
    <message>
        <source>kubectl does not work</source>
        <translation>kubectl funktioniert nicht</translation>
    </message>
    <message>
        <source>%1 cannot be used. Choose another one under Tools.</source>
        <translation>%1 ist nicht zu gebrauchen. Wählen Sie ein anderes unter Werkzeuge.</translation>
    </message>
    <message>
        <source>This was so %1 ago. %2</source>
        <translation>So war es vor %1. %2</translation>
    </message>
    <message numerus="yes">
        <source>Events (%n warnings)</source>
        <translation>
            <numerusform>Ereignisse (%n Warnung)</numerusform>
            <numerusform>Ereignisse (%n Warnungen)</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Forwarded ports (%1)</source>
        <translation>Weitergeleitete Ports (%1)</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>Weitergeleitete Ports</translation>
    </message>
</context>
<context>
    <name>ui::Workspace</name>
    <message numerus="yes">
        <source>%n in ERROR</source>
        <translation>
            <numerusform>%n in ERROR</numerusform>
            <numerusform>%n in ERROR</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>&amp;Noch einmal</translation>
    </message>
    <message>
        <source>Deleted %1 %2.</source>
        <translation>%1 %2 gelöscht.</translation>
    </message>
    <message>
        <source>Created %1 %2.</source>
        <translation>%1 %2 angelegt.</translation>
    </message>
    <message>
        <source>Saved %1 %2.</source>
        <translation>%1 %2 gespeichert.</translation>
    </message>
    <message>
        <source>%1 is READY.</source>
        <translation>%1 ist READY.</translation>
    </message>
    <message>
        <source>bring %1 %2 to READY</source>
        <translation>%1 %2 nach READY bringen</translation>
    </message>
    <message>
        <source>It is in ERROR and the server gives no reason.</source>
        <translation>Es ist in ERROR, und der Server nennt keinen Grund.</translation>
    </message>
    <message>
        <source>Correct it with Edit; saving starts it again.</source>
        <translation>Berichtigen Sie es mit Bearbeiten; das Speichern startet es neu.</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>Lokales Dispatch &amp;neu starten</translation>
    </message>
    <message>
        <source>the input of function %1</source>
        <translation>die Eingabe der Funktion %1</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>Verwerfen?</translation>
    </message>
    <message>
        <source>Discard what you typed and did not send? It is in: %1.</source>
        <translation>Verwerfen, was Sie eingegeben und nicht gesendet haben? Es steht hier: %1.</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>&amp;Weiter bearbeiten</translation>
    </message>
    <message>
        <source>the import that is running; what it has done stays done</source>
        <translation>der laufende Import; was er getan hat, bleibt getan</translation>
    </message>
    <message>
        <source>There is nothing to undo here.</source>
        <translation>Hier gibt es nichts rückgängig zu machen.</translation>
    </message>
    <message numerus="yes">
        <source>Undone: %n changes.</source>
        <translation>
            <numerusform>Rückgängig gemacht: %n Änderung.</numerusform>
            <numerusform>Rückgängig gemacht: %n Änderungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Sign in again…</source>
        <translation>Neu &amp;anmelden …</translation>
    </message>
</context>
<context>
    <name>ui::YamlDesk</name>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>Importiert: %n Änderung.</numerusform>
            <numerusform>Importiert: %n Änderungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>Nach %1 exportiert.</translation>
    </message>
    <message numerus="yes">
        <source>Exported %n files to %1.</source>
        <translation>
            <numerusform>%n Datei nach %1 exportiert.</numerusform>
            <numerusform>%n Dateien nach %1 exportiert.</numerusform>
        </translation>
    </message>
</context>
</TS>
