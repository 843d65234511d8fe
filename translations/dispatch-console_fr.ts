<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name>DataFolder</name>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Choose another folder…</source>
        <translation>&amp;Choisir un autre dossier…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>Folder for the data</source>
        <translation>Dossier des données</translation>
    </message>
    <message>
        <source>A console is open on this folder; it was brought to the front.</source>
        <translation>Une console est ouverte sur ce dossier&#x202f;; elle a été mise au premier plan.</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Administration of VMware Dispatch.</source>
        <translation>Administration de VMware Dispatch.</translation>
    </message>
    <message>
        <source>Start on the local Dispatch in the box.</source>
        <translation>Démarrer sur le Dispatch local fourni.</translation>
    </message>
    <message>
        <source>Connect to this server.</source>
        <translation>Se connecter à ce serveur.</translation>
    </message>
    <message>
        <source>Organization.</source>
        <translation>Organisation.</translation>
    </message>
    <message>
        <source>Bearer token for the server.</source>
        <translation>Jeton Bearer pour le serveur.</translation>
    </message>
    <message>
        <source>Folder of this console&apos;s data.</source>
        <translation>Dossier des données de cette console.</translation>
    </message>
    <message>
        <source>Print the version.</source>
        <translation>Afficher la version.</translation>
    </message>
    <message>
        <source>Print this help.</source>
        <translation>Afficher cette aide.</translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation>Argument inattendu&#xa0;: %1</translation>
    </message>
    <message>
        <source>--server needs an address such as http://127.0.0.1:8080.</source>
        <translation>--server demande une adresse, par exemple http://127.0.0.1:8080.</translation>
    </message>
    <message>
        <source>Play the tour; with a folder behind it, save its pictures there.</source>
        <translation>Jouer la visite&#x202f;; si un dossier suit, y enregistrer ses images.</translation>
    </message>
    <message>
        <source>Import these files, folders or addresses without a window; with --plan or --apply.</source>
        <translation>Importer ces fichiers, dossiers ou adresses sans fenêtre&#x202f;; avec --plan ou --apply.</translation>
    </message>
    <message>
        <source>Show what the import would change.</source>
        <translation>Montrer ce que l’import changerait.</translation>
    </message>
    <message>
        <source>Carry the import out.</source>
        <translation>Effectuer l’import.</translation>
    </message>
    <message>
        <source>Do not ask before --apply.</source>
        <translation>Ne rien demander avant --apply.</translation>
    </message>
    <message>
        <source>Export these kinds, for example Driver,Secret, or all.</source>
        <translation>Exporter ces genres, par exemple Driver,Secret, ou all.</translation>
    </message>
    <message>
        <source>Write the export to this file.</source>
        <translation>Écrire l’export dans ce fichier.</translation>
    </message>
    <message>
        <source>Print JSON, for scripts.</source>
        <translation>Afficher du JSON, pour les scripts.</translation>
    </message>
    <message>
        <source>There is no kind %1 to export.</source>
        <translation>Il n’y a pas de genre %1 à exporter.</translation>
    </message>
    <message>
        <source>--import and --export do not go together.</source>
        <translation>--import et --export ne vont pas ensemble.</translation>
    </message>
    <message>
        <source>--import needs either --plan or --apply.</source>
        <translation>--import demande soit --plan, soit --apply.</translation>
    </message>
    <message>
        <source>Import and export need --server.</source>
        <translation>L’import et l’export demandent --server.</translation>
    </message>
</context>
<context>
    <name>ScriptMode</name>
    <message>
        <source>Carry it out? [y/N] </source>
        <translation>Effectuer&#x202f;? [y/N] </translation>
    </message>
    <message>
        <source>Nothing was changed; add --yes to carry it out without a question.
</source>
        <translation>Rien n’a été changé&#x202f;; ajoutez --yes pour effectuer sans question.
</translation>
    </message>
</context>
<context>
    <name>TourMode</name>
    <message>
        <source>The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.</source>
        <translation>Le dossier temporaire %1 n’est pas accessible en écriture. Libérez de l’espace ou indiquez un autre dossier dans TMPDIR.</translation>
    </message>
    <message>
        <source>The pictures are in %1</source>
        <translation>Les images sont dans %1</translation>
    </message>
    <message>
        <source>play the tour</source>
        <translation>jouer la visite</translation>
    </message>
    <message>
        <source>The tour came to an early end: %1</source>
        <translation>La visite s’est arrêtée avant la fin&#xa0;: %1</translation>
    </message>
    <message>
        <source>Start it again with Help → Tour.</source>
        <translation>Relancez-la avec Aide → Visite.</translation>
    </message>
    <message>
        <source>The tour keeps nothing.</source>
        <translation>La visite ne conserve rien.</translation>
    </message>
</context>
<context>
    <name>client::BrowserLogin</name>
    <message>
        <source>sign in with the browser</source>
        <translation>s’authentifier avec le navigateur</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>The browser did not come back in time.</source>
        <translation>Le navigateur n’est pas revenu à temps.</translation>
    </message>
    <message>
        <source>Sign in again, and go on in the browser until it says that you are signed in.</source>
        <translation>Authentifiez-vous à nouveau et continuez dans le navigateur jusqu’à ce qu’il dise que c’est fait.</translation>
    </message>
    <message>
        <source>The console cannot listen for the answer of the browser.</source>
        <translation>La console ne peut pas attendre la réponse du navigateur.</translation>
    </message>
    <message>
        <source>Paste the cookie by hand.</source>
        <translation>Collez le cookie à la main.</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>rien&#xa0;: abandonné</translation>
    </message>
    <message>
        <source>Signing in was cancelled.</source>
        <translation>L’authentification a été annulée.</translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation>Il n’y a rien ici.</translation>
    </message>
    <message>
        <source>No cookie came along. Go back to the console.</source>
        <translation>Aucun cookie n’est arrivé. Revenez à la console.</translation>
    </message>
    <message>
        <source>Signed in. This page can be closed; go on in the console.</source>
        <translation>Authentification réussie. Cette page peut être fermée&#x202f;; continuez dans la console.</translation>
    </message>
    <message>
        <source>no usable cookie</source>
        <translation>aucun cookie utilisable</translation>
    </message>
    <message>
        <source>The browser came back without the cookie of a sign-in.</source>
        <translation>Le navigateur est revenu sans cookie d’authentification.</translation>
    </message>
    <message>
        <source>Sign in again. If it stays so, the server does not sign people in with a browser: use a service account.</source>
        <translation>Authentifiez-vous à nouveau. Si cela persiste, le serveur n’authentifie personne par navigateur&#xa0;: utilisez un compte de service.</translation>
    </message>
</context>
<context>
    <name>client::Changes</name>
    <message>
        <source>create %1 %2</source>
        <translation>créer %1 %2</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>modifier %1 %2</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>supprimer %1 %2</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>il n’y en a pas</translation>
    </message>
    <message>
        <source>it is not as it was</source>
        <translation>ce n’est plus comme avant</translation>
    </message>
    <message>
        <source>The %1 %2 was changed on the server meanwhile. Nothing was done.</source>
        <translation>%1 %2&#xa0;: modification entre-temps sur le serveur. Rien n’a été fait.</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>Regardez à nouveau, puis décidez.</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>replace %1 %2</source>
        <translation>remplacer %1 %2</translation>
    </message>
    <message>
        <source>The old one is still being deleted.</source>
        <translation>L’ancien est encore en cours de suppression.</translation>
    </message>
    <message>
        <source>Wait until it is gone from the list, then save again.</source>
        <translation>Attendez qu’il ait disparu de la liste, puis enregistrez à nouveau.</translation>
    </message>
    <message>
        <source>It was gone already.</source>
        <translation>Il avait déjà disparu.</translation>
    </message>
    <message>
        <source>find out what an interrupted import had done</source>
        <translation>savoir ce qu’un import interrompu avait fait</translation>
    </message>
    <message>
        <source>It did not reach the server.</source>
        <translation>Cela n’a pas atteint le serveur.</translation>
    </message>
</context>
<context>
    <name>client::CliConfig</name>
    <message>
        <source>read the configuration of the command line</source>
        <translation>lire la configuration de la ligne de commande</translation>
    </message>
    <message>
        <source>Enter the connection by hand.</source>
        <translation>Saisissez la connexion à la main.</translation>
    </message>
    <message>
        <source>“%1” has a dot in its name, so that the command line cannot use it.</source>
        <translation>«&#xa0;%1&#xa0;» a un point dans son nom&#xa0;: la ligne de commande ne peut pas l’utiliser.</translation>
    </message>
    <message>
        <source>“%1” names no organization; “%2” is taken.</source>
        <translation>«&#xa0;%1&#xa0;» ne nomme aucune organisation&#x202f;; «&#xa0;%2&#xa0;» est prise.</translation>
    </message>
    <message>
        <source>“%1” does not check the certificate of the server.</source>
        <translation>«&#xa0;%1&#xa0;» ne vérifie pas le certificat du serveur.</translation>
    </message>
    <message>
        <source>The key of “%1” cannot be read: %2</source>
        <translation>La clé de «&#xa0;%1&#xa0;» ne peut pas être lue&#xa0;: %2</translation>
    </message>
    <message>
        <source>Others on this machine can read the key %1.</source>
        <translation>D’autres personnes sur cette machine peuvent lire la clé %1.</translation>
    </message>
    <message>
        <source>Others on this machine can read %1 and the cookies in it.</source>
        <translation>D’autres personnes sur cette machine peuvent lire %1 et les cookies qu’il contient.</translation>
    </message>
    <message>
        <source>The file is not JSON.</source>
        <translation>Le fichier n’est pas du JSON.</translation>
    </message>
    <message>
        <source>no contexts</source>
        <translation>aucun contexte</translation>
    </message>
    <message>
        <source>The file is of a version before 0.1.16; later ones do not read it, in silence.</source>
        <translation>Le fichier date d’une version antérieure à 0.1.16&#x202f;; les suivantes ne le lisent pas, sans le dire.</translation>
    </message>
    <message>
        <source>The file names no contexts.</source>
        <translation>Le fichier ne nomme aucun contexte.</translation>
    </message>
    <message>
        <source>“%1” is no context and is left out.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas un contexte et est laissé de côté.</translation>
    </message>
    <message>
        <source>The address of “%1” cannot be used, so it is left out.</source>
        <translation>L’adresse de «&#xa0;%1&#xa0;» n’est pas utilisable&#x202f;; il est laissé de côté.</translation>
    </message>
    <message>
        <source>The current context “%1” does not exist; the command line then takes https://localhost:443 in silence.</source>
        <translation>Le contexte actuel «&#xa0;%1&#xa0;» n’existe pas&#x202f;; la ligne de commande prend alors https://localhost:443 sans le dire.</translation>
    </message>
</context>
<context>
    <name>client::ClusterJob</name>
    <message>
        <source>start %1</source>
        <translation>démarrer %1</translation>
    </message>
    <message>
        <source>stop %1</source>
        <translation>arrêter %1</translation>
    </message>
    <message>
        <source>pause %1</source>
        <translation>mettre %1 en pause</translation>
    </message>
    <message>
        <source>unpause %1</source>
        <translation>sortir %1 de la pause</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>supprimer %1</translation>
    </message>
    <message>
        <source>repair the context of %1</source>
        <translation>réparer le contexte de %1</translation>
    </message>
    <message>
        <source>enable an add-on of %1</source>
        <translation>activer un module de %1</translation>
    </message>
    <message>
        <source>disable an add-on of %1</source>
        <translation>désactiver un module de %1</translation>
    </message>
    <message>
        <source>Start it again to go on where it was, or delete it.</source>
        <translation>Démarrez-le à nouveau pour continuer où il en était, ou supprimez-le.</translation>
    </message>
</context>
<context>
    <name>client::ClusterWatch</name>
    <message>
        <source>list the profiles of minikube</source>
        <translation>lister les profils de minikube</translation>
    </message>
    <message>
        <source>ask for the state of %1</source>
        <translation>demander l’état de %1</translation>
    </message>
</context>
<context>
    <name>client::Clusters</name>
    <message>
        <source>heard from minikube %1: %2</source>
        <translation>reçu de minikube %1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>client::CommandLog</name>
    <message>
        <source>(not kept here: it may hold secrets, or is shown elsewhere)</source>
        <translation>(pas conservé ici&#xa0;: peut contenir des secrets, ou se trouve ailleurs)</translation>
    </message>
    <message>
        <source>(dropped, so that this list stays small)</source>
        <translation>(écarté, pour que cette liste reste petite)</translation>
    </message>
</context>
<context>
    <name>client::Commands</name>
    <message>
        <source>list the add-ons of %1</source>
        <translation>lister les modules de %1</translation>
    </message>
    <message>
        <source>ask minikube for its add-ons</source>
        <translation>demander à minikube ses modules</translation>
    </message>
    <message>
        <source>list the services of %1</source>
        <translation>lister les services de %1</translation>
    </message>
    <message>
        <source>ask for the address of %1</source>
        <translation>demander l’adresse de %1</translation>
    </message>
    <message>
        <source>read the settings of minikube</source>
        <translation>lire les réglages de minikube</translation>
    </message>
    <message>
        <source>ask minikube for its drivers</source>
        <translation>demander à minikube ses pilotes</translation>
    </message>
    <message>
        <source>read the contexts of kubeconfig</source>
        <translation>lire les contextes de kubeconfig</translation>
    </message>
    <message>
        <source>read the logs of %1</source>
        <translation>lire les logs de %1</translation>
    </message>
    <message>
        <source>save the logs to %1</source>
        <translation>enregistrer les logs dans %1</translation>
    </message>
    <message>
        <source>(cut off here: `minikube logs -p %1 --file=…` saves all of it)</source>
        <translation>(coupé ici : `minikube logs -p %1 --file=…` enregistre tout)</translation>
    </message>
</context>
<context>
    <name>client::ConnectionTest</name>
    <message>
        <source>local Dispatch</source>
        <translation>Dispatch local</translation>
    </message>
    <message>
        <source>Dispatch Solo</source>
        <translation>Dispatch Solo</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 on Kubernetes</source>
        <translation>Dispatch 0.1.24 sur Kubernetes</translation>
    </message>
    <message>
        <source>another server that speaks the Dispatch API</source>
        <translation>un autre serveur qui parle l’API Dispatch</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>Nom d’hôte</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>Accès</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Authentification</translation>
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
        <translation>Génération</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bon</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>sauté</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonné</translation>
    </message>
    <message>
        <source>the proxy looks it up</source>
        <translation>le proxy le résout</translation>
    </message>
    <message>
        <source>%1 is an address</source>
        <translation>%1 est une adresse</translation>
    </message>
    <message>
        <source>Check the spelling, the network and the VPN.</source>
        <translation>Vérifiez l’orthographe, le réseau et le VPN.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>the proxy reaches it</source>
        <translation>le proxy l’atteint</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection.</source>
        <translation>Vérifiez les réglages de proxy de la connexion.</translation>
    </message>
    <message>
        <source>Check that the server runs, its port, and the firewall.</source>
        <translation>Vérifiez que le serveur tourne, son port et le pare-feu.</translation>
    </message>
    <message>
        <source>no answer from %1</source>
        <translation>pas de réponse de %1</translation>
    </message>
    <message>
        <source>Check the network, the VPN and the firewall.</source>
        <translation>Vérifiez le réseau, le VPN et le pare-feu.</translation>
    </message>
    <message>
        <source>plain http</source>
        <translation>http simple</translation>
    </message>
    <message>
        <source>ask for the version</source>
        <translation>demander la version</translation>
    </message>
    <message>
        <source>the certificate is not checked</source>
        <translation>le certificat n’est pas vérifié</translation>
    </message>
    <message>
        <source>the pinned certificate</source>
        <translation>le certificat épinglé</translation>
    </message>
    <message>
        <source>the certificate is trusted</source>
        <translation>le certificat est de confiance</translation>
    </message>
    <message>
        <source>a token made here is taken</source>
        <translation>un jeton créé ici est accepté</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>accepté</translation>
    </message>
    <message numerus="yes">
        <source>%n drivers</source>
        <translation>
            <numerusform>%n pilote</numerusform>
            <numerusform>%n pilotes</numerusform>
        </translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>non essayé</translation>
    </message>
    <message>
        <source>Test of %1, organization %2</source>
        <translation>Test de %1, organisation %2</translation>
    </message>
    <message>
        <source>, %1 ms</source>
        <translation>, %1 ms</translation>
    </message>
    <message>
        <source>the address names no host</source>
        <translation>l’adresse ne nomme aucun hôte</translation>
    </message>
    <message>
        <source>Correct the address of the connection.</source>
        <translation>Corrigez l’adresse de la connexion.</translation>
    </message>
</context>
<context>
    <name>client::Credentials</name>
    <message>
        <source>sign in</source>
        <translation>s’authentifier</translation>
    </message>
    <message>
        <source>a line break or control character</source>
        <translation>un saut de ligne ou un caractère de contrôle</translation>
    </message>
    <message>
        <source>The cookie or token cannot be sent as it is.</source>
        <translation>Le cookie ou le jeton ne peut pas être envoyé tel quel.</translation>
    </message>
    <message>
        <source>Copy it again, on one line.</source>
        <translation>Copiez-le à nouveau, sur une seule ligne.</translation>
    </message>
</context>
<context>
    <name>client::DataDirectory</name>
    <message>
        <source>open the data folder %1</source>
        <translation>ouvrir le dossier de données %1</translation>
    </message>
    <message>
        <source>The console cannot write to its data folder.</source>
        <translation>La console ne peut pas écrire dans son dossier de données.</translation>
    </message>
    <message>
        <source>Correct its permissions, or choose another folder with --data-dir.</source>
        <translation>Corrigez ses droits d’accès ou choisissez un autre dossier avec --data-dir.</translation>
    </message>
    <message>
        <source>it is a file, not a folder</source>
        <translation>c’est un fichier, pas un dossier</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>il ne peut pas être créé</translation>
    </message>
    <message>
        <source>it belongs to somebody else</source>
        <translation>il appartient à quelqu’un d’autre</translation>
    </message>
    <message>
        <source>There is no space left for the data of the console.</source>
        <translation>Il n’y a plus de place pour les données de la console.</translation>
    </message>
    <message>
        <source>Free some space on that disk, or choose another folder with --data-dir.</source>
        <translation>Libérez de l’espace sur ce disque ou choisissez un autre dossier avec --data-dir.</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>version %1, cette console connaît jusqu’à %2</translation>
    </message>
    <message>
        <source>The data folder was written by a newer console.</source>
        <translation>Le dossier de données a été écrit par une console plus récente.</translation>
    </message>
    <message>
        <source>Update this console, or choose another folder with --data-dir.</source>
        <translation>Mettez cette console à jour ou choisissez un autre dossier avec --data-dir.</translation>
    </message>
    <message>
        <source>no version number in the file &apos;version&apos;</source>
        <translation>pas de numéro de version dans le fichier «&#xa0;version&#xa0;»</translation>
    </message>
    <message>
        <source>The data folder does not look like one of the console.</source>
        <translation>Le dossier de données ne ressemble pas à celui d’une console.</translation>
    </message>
    <message>
        <source>Choose another folder with --data-dir, or restore that file.</source>
        <translation>Choisissez un autre dossier avec --data-dir ou restaurez ce fichier.</translation>
    </message>
    <message>
        <source>the lock file cannot be written</source>
        <translation>le fichier de verrou ne peut pas être écrit</translation>
    </message>
    <message>
        <source>process %1 (%2) on %3 uses it</source>
        <translation>le processus %1 (%2) sur %3 l’utilise</translation>
    </message>
    <message>
        <source>Another console is using this data folder.</source>
        <translation>Une autre console utilise ce dossier de données.</translation>
    </message>
    <message>
        <source>Use that window, close it first, or choose another folder with --data-dir.</source>
        <translation>Utilisez cette fenêtre, fermez-la d’abord ou choisissez un autre dossier avec --data-dir.</translation>
    </message>
    <message>
        <source>there are files in it, and none of the console</source>
        <translation>il contient des fichiers, et aucun de la console</translation>
    </message>
    <message>
        <source>The folder holds something else, and the console would lock others out of it.</source>
        <translation>Le dossier contient autre chose, et la console en interdirait l’accès aux autres.</translation>
    </message>
    <message>
        <source>Name a folder of its own with --data-dir, for example %1.</source>
        <translation>Indiquez un dossier réservé avec --data-dir, par exemple %1.</translation>
    </message>
</context>
<context>
    <name>client::DispatchClient</name>
    <message>
        <source>look at the list of %1</source>
        <translation>regarder la liste %1</translation>
    </message>
    <message>
        <source>Dispatch, development build</source>
        <translation>Dispatch, version de développement</translation>
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
        <translation>regarder %1 %2</translation>
    </message>
    <message>
        <source>create %1 %2</source>
        <translation>créer %1 %2</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>modifier %1 %2</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>supprimer %1 %2</translation>
    </message>
    <message>
        <source>read the values of secret %1</source>
        <translation>lire les valeurs du secret %1</translation>
    </message>
    <message>
        <source>send event %1</source>
        <translation>envoyer l’événement %1</translation>
    </message>
    <message>
        <source>look at the runs</source>
        <translation>regarder les exécutions</translation>
    </message>
    <message>
        <source>look at the runs of %1</source>
        <translation>regarder les exécutions de %1</translation>
    </message>
    <message>
        <source>look at run %1</source>
        <translation>regarder l’exécution %1</translation>
    </message>
    <message>
        <source>run function %1</source>
        <translation>exécuter la fonction %1</translation>
    </message>
    <message>
        <source>look at the images</source>
        <translation>regarder les images</translation>
    </message>
    <message>
        <source>ask for the version of the server</source>
        <translation>demander la version du serveur</translation>
    </message>
    <message>
        <source>look at what there is of kind %1</source>
        <translation>regarder ce qu’il y a du genre %1</translation>
    </message>
    <message>
        <source>JSON that is no object</source>
        <translation>du JSON qui n’est pas un objet</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>du JSON qui n’est pas une liste</translation>
    </message>
</context>
<context>
    <name>client::DispatchInstaller</name>
    <message>
        <source>kubectl does not know the cluster %1.</source>
        <translation>kubectl ne connaît pas le cluster %1.</translation>
    </message>
    <message>
        <source>Start the cluster again: that writes its context.</source>
        <translation>Démarrez à nouveau le cluster&#xa0;: cela écrit son contexte.</translation>
    </message>
    <message>
        <source>look at the pods</source>
        <translation>examiner les pods</translation>
    </message>
    <message>
        <source>The pods say: %1.</source>
        <translation>Les pods disent&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Dispatch on %1</source>
        <translation>Dispatch sur %1</translation>
    </message>
</context>
<context>
    <name>client::DriverPods</name>
    <message>
        <source>look for the pods of driver %1</source>
        <translation>chercher les pods du pilote %1</translation>
    </message>
</context>
<context>
    <name>client::EmitJob</name>
    <message>
        <source>The connection broke, but there is a run of it.</source>
        <translation>La connexion s’est rompue, mais il y a une exécution.</translation>
    </message>
    <message>
        <source>The connection broke, and no run can tell whether it arrived. It was not sent again.</source>
        <translation>La connexion s’est rompue, et aucune exécution ne dit s’il est arrivé. Il n’a pas été renvoyé.</translation>
    </message>
    <message>
        <source>Not sent: the job was stopped before.</source>
        <translation>Non envoyé&#xa0;: la tâche a été arrêtée avant.</translation>
    </message>
    <message>
        <source>The connection broke, and the job was stopped before it was looked for.</source>
        <translation>La connexion s’est rompue, et la tâche a été arrêtée avant la recherche.</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>lire le fichier %1</translation>
    </message>
    <message>
        <source>a line of more than %1 MB</source>
        <translation>une ligne de plus de %1 Mo</translation>
    </message>
    <message>
        <source>The events of the job cannot be read on from line %1.</source>
        <translation>Les événements de la tâche ne peuvent plus être lus à partir de la ligne %1.</translation>
    </message>
    <message>
        <source>Look at the file: it needs one JSON value a line.</source>
        <translation>Regardez le fichier&#xa0;: il faut une valeur JSON par ligne.</translation>
    </message>
    <message>
        <source>The line is no JSON: %1</source>
        <translation>La ligne n’est pas du JSON&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>client::Exporter</name>
    <message>
        <source>others could read it there</source>
        <translation>d’autres pourraient le lire là</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exporter</translation>
    </message>
    <message>
        <source>write %1</source>
        <translation>écrire %1</translation>
    </message>
    <message>
        <source>The export was not saved: %1.</source>
        <translation>L’export n’a pas été enregistré&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Choose another place, or make room there.</source>
        <translation>Choisissez un autre emplacement ou faites-y de la place.</translation>
    </message>
</context>
<context>
    <name>client::Failures</name>
    <message>
        <source>The server points to another address, and the console does not follow.</source>
        <translation>Le serveur renvoie vers une autre adresse, et la console ne suit pas.</translation>
    </message>
    <message>
        <source>Use the address it points to, if you trust it.</source>
        <translation>Utilisez l’adresse indiquée si vous lui faites confiance.</translation>
    </message>
    <message>
        <source>The server did not accept the request.</source>
        <translation>Le serveur n’a pas accepté la requête.</translation>
    </message>
    <message>
        <source>Correct what it names and try again.</source>
        <translation>Corrigez ce qu’il nomme et réessayez.</translation>
    </message>
    <message>
        <source>The server does not know who you are.</source>
        <translation>Le serveur ne sait pas qui vous êtes.</translation>
    </message>
    <message>
        <source>Sign in again, or check the token or the service account and its key.</source>
        <translation>Authentifiez-vous à nouveau, ou vérifiez le jeton ou le compte de service et sa clé.</translation>
    </message>
    <message>
        <source>You are known, but not allowed to do this.</source>
        <translation>Vous êtes connu, mais cela ne vous est pas permis.</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy that allows it, or check the organization.</source>
        <translation>Demandez à un administrateur une politique qui le permet, ou vérifiez l’organisation.</translation>
    </message>
    <message>
        <source>The server has no such thing (any more).</source>
        <translation>Le serveur n’a pas (ou plus) cela.</translation>
    </message>
    <message>
        <source>Look again, and check the name and the organization.</source>
        <translation>Regardez à nouveau, et vérifiez le nom et l’organisation.</translation>
    </message>
    <message>
        <source>The server does not offer this operation.</source>
        <translation>Le serveur ne propose pas cette opération.</translation>
    </message>
    <message>
        <source>Check that the address is that of a Dispatch API.</source>
        <translation>Vérifiez que l’adresse est bien celle d’une API Dispatch.</translation>
    </message>
    <message>
        <source>A proxy on the way asks for a sign-in.</source>
        <translation>Un proxy en chemin demande une authentification.</translation>
    </message>
    <message>
        <source>Check the proxy settings.</source>
        <translation>Vérifiez les réglages de proxy.</translation>
    </message>
    <message>
        <source>The server waited too long for the request.</source>
        <translation>Le serveur a attendu la requête trop longtemps.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Réessayez.</translation>
    </message>
    <message>
        <source>The name is taken, or the server&apos;s copy has moved on.</source>
        <translation>Le nom est pris, ou la copie du serveur a changé.</translation>
    </message>
    <message>
        <source>Choose another name, or look at the existing one first.</source>
        <translation>Choisissez un autre nom, ou regardez d’abord l’existant.</translation>
    </message>
    <message>
        <source>The request is larger than the server takes.</source>
        <translation>La requête est plus grande que ce que le serveur accepte.</translation>
    </message>
    <message>
        <source>Send less.</source>
        <translation>Envoyez moins.</translation>
    </message>
    <message>
        <source>The server does not take this kind of content.</source>
        <translation>Le serveur n’accepte pas ce genre de contenu.</translation>
    </message>
    <message>
        <source>A value breaks a rule of the server.</source>
        <translation>Une valeur enfreint une règle du serveur.</translation>
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation>Corrigez-la et réessayez.</translation>
    </message>
    <message>
        <source>The server has too much to do.</source>
        <translation>Le serveur a trop à faire.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Réessayez dans un moment.</translation>
    </message>
    <message>
        <source>The headers of the request are too long for the server.</source>
        <translation>Les en-têtes de la requête sont trop longs pour le serveur.</translation>
    </message>
    <message>
        <source>Check the cookie or token of this connection.</source>
        <translation>Vérifiez le cookie ou le jeton de cette connexion.</translation>
    </message>
    <message>
        <source>The server refused the request.</source>
        <translation>Le serveur a refusé la requête.</translation>
    </message>
    <message>
        <source>See what it said.</source>
        <translation>Voyez ce qu’il a dit.</translation>
    </message>
    <message>
        <source>This Dispatch server does not have that function.</source>
        <translation>Ce serveur Dispatch n’a pas cette possibilité.</translation>
    </message>
    <message>
        <source>Use a server of another generation for it.</source>
        <translation>Utilisez pour cela un serveur d’une autre génération.</translation>
    </message>
    <message>
        <source>A gateway answered, but the Dispatch behind it did not.</source>
        <translation>Une passerelle a répondu, mais pas le Dispatch derrière elle.</translation>
    </message>
    <message>
        <source>Check that the Dispatch services are running, then try again.</source>
        <translation>Vérifiez que les services Dispatch tournent, puis réessayez.</translation>
    </message>
    <message>
        <source>Something went wrong inside the server.</source>
        <translation>Quelque chose a mal tourné dans le serveur.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at the server&apos;s log.</source>
        <translation>Réessayez&#x202f;; si cela se reproduit, regardez les logs du serveur.</translation>
    </message>
    <message>
        <source>The answer is none that Dispatch gives.</source>
        <translation>La réponse n’est pas de celles que donne Dispatch.</translation>
    </message>
    <message>
        <source>A value has the wrong type or format.</source>
        <translation>Une valeur n’a pas le bon type ou format.</translation>
    </message>
    <message>
        <source>A required value is missing.</source>
        <translation>Une valeur obligatoire manque.</translation>
    </message>
    <message>
        <source>A value is too long.</source>
        <translation>Une valeur est trop longue.</translation>
    </message>
    <message>
        <source>A value has characters that are not allowed there.</source>
        <translation>Une valeur contient des caractères qui n’y sont pas permis.</translation>
    </message>
    <message>
        <source>A value is none of the allowed ones.</source>
        <translation>Une valeur n’est pas parmi celles permises.</translation>
    </message>
    <message>
        <source>Nothing listens at that address.</source>
        <translation>Rien n’écoute à cette adresse.</translation>
    </message>
    <message>
        <source>Check that the server runs, and its host and port.</source>
        <translation>Vérifiez que le serveur tourne, son hôte et son port.</translation>
    </message>
    <message>
        <source>Look again before you repeat it.</source>
        <translation>Regardez à nouveau avant de recommencer.</translation>
    </message>
    <message>
        <source>That host name is not known.</source>
        <translation>Ce nom d’hôte n’est pas connu.</translation>
    </message>
    <message>
        <source>Check its spelling, the network and the VPN.</source>
        <translation>Vérifiez son orthographe, le réseau et le VPN.</translation>
    </message>
    <message>
        <source>The server cannot be reached in time.</source>
        <translation>Le serveur n’a pas pu être atteint à temps.</translation>
    </message>
    <message>
        <source>Check the network and the firewall, then try again.</source>
        <translation>Vérifiez le réseau et le pare-feu, puis réessayez.</translation>
    </message>
    <message>
        <source>The network went away.</source>
        <translation>Le réseau a disparu.</translation>
    </message>
    <message>
        <source>Try again when it is back.</source>
        <translation>Réessayez quand il sera revenu.</translation>
    </message>
    <message>
        <source>There is no network.</source>
        <translation>Il n’y a pas de réseau.</translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation>Le proxy ne répond pas.</translation>
    </message>
    <message>
        <source>The proxy closed the connection.</source>
        <translation>Le proxy a fermé la connexion.</translation>
    </message>
    <message>
        <source>The proxy is not known by that name.</source>
        <translation>Aucun proxy n’est connu sous ce nom.</translation>
    </message>
    <message>
        <source>The proxy does not answer in time.</source>
        <translation>Le proxy ne répond pas à temps.</translation>
    </message>
    <message>
        <source>The proxy asks for a sign-in.</source>
        <translation>Le proxy demande une authentification.</translation>
    </message>
    <message>
        <source>The server points in a circle.</source>
        <translation>Le serveur renvoie en boucle.</translation>
    </message>
    <message>
        <source>That is no address of a web server.</source>
        <translation>Ce n’est pas l’adresse d’un serveur web.</translation>
    </message>
    <message>
        <source>Use an address that begins with http:// or https://.</source>
        <translation>Utilisez une adresse qui commence par http:// ou https://.</translation>
    </message>
    <message>
        <source>What came back is not HTTP.</source>
        <translation>Ce qui est revenu n’est pas du HTTP.</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>Vérifiez le port et s’il faut http ou https.</translation>
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation>Le serveur n’a pas pu être atteint.</translation>
    </message>
    <message>
        <source>Check the address and the network, then try again.</source>
        <translation>Vérifiez l’adresse et le réseau, puis réessayez.</translation>
    </message>
    <message>
        <source>This is not a Dispatch API, probably a proxy or captive portal.</source>
        <translation>Ce n’est pas une API Dispatch, mais sans doute un proxy ou un portail captif.</translation>
    </message>
    <message>
        <source>Open the address in a browser to see what answers there, then correct host and port or sign in there.</source>
        <translation>Ouvrez l’adresse dans un navigateur pour voir ce qui y répond, puis corrigez l’hôte et le port ou authentifiez-vous là.</translation>
    </message>
    <message>
        <source>nothing from %1 for %2 s</source>
        <translation>rien de %1 pendant %2 s</translation>
    </message>
    <message>
        <source>Look again in a moment, and check that the server is well.</source>
        <translation>Regardez à nouveau dans un moment, et vérifiez que le serveur va bien.</translation>
    </message>
    <message>
        <source>more than %1 MB</source>
        <translation>plus de %1 Mo</translation>
    </message>
    <message>
        <source>The answer is larger than the console takes.</source>
        <translation>La réponse est plus grande que ce que la console accepte.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>HTTP %1, see %2</source>
        <translation>HTTP %1, voir %2</translation>
    </message>
    <message>
        <source>see %1</source>
        <translation>voir %1</translation>
    </message>
    <message>
        <source>HTTP %1 without an explanation</source>
        <translation>HTTP %1 sans explication</translation>
    </message>
    <message>
        <source>HTTP %1: %2</source>
        <translation>HTTP %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>a web page (HTTP %1) from %2</source>
        <translation>une page web (HTTP %1) de %2</translation>
    </message>
    <message>
        <source>Look again; if it stays so, check that the address is that of a Dispatch API.</source>
        <translation>Regardez à nouveau&#x202f;; si cela persiste, vérifiez que l’adresse est bien celle d’une API Dispatch.</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends.</source>
        <translation>La réponse n’est pas ce qu’envoie un serveur Dispatch.</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends. %1</source>
        <translation>La réponse n’est pas ce qu’envoie un serveur Dispatch. %1</translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation>une réponse vide</translation>
    </message>
    <message>
        <source>%1 bytes of JSON that break off</source>
        <translation>%1 octets de JSON qui s’interrompent</translation>
    </message>
    <message>
        <source>The answer was cut off on its way.</source>
        <translation>La réponse a été coupée en chemin.</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>rien&#xa0;: l’envoi a été abandonné</translation>
    </message>
    <message>
        <source>The request was cancelled. If it was already on its way, it may have taken effect.</source>
        <translation>La requête a été annulée. Si elle était déjà en route, elle a pu avoir un effet.</translation>
    </message>
    <message>
        <source>%1 It may have taken effect all the same.</source>
        <translation>%1 Cela a tout de même pu avoir un effet.</translation>
    </message>
    <message>
        <source>The connection broke before the answer was complete.</source>
        <translation>La connexion s’est rompue avant que la réponse soit complète.</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>Le serveur n’a pas répondu à temps.</translation>
    </message>
    <message>
        <source>The token is from the future: the clock of this machine or of the server is wrong.</source>
        <translation>Le jeton vient du futur&#xa0;: l’horloge de cette machine ou du serveur est fausse.</translation>
    </message>
    <message>
        <source>Compare both clocks, set the wrong one, then sign in again.</source>
        <translation>Comparez les deux horloges, réglez celle qui est fausse, puis authentifiez-vous à nouveau.</translation>
    </message>
    <message>
        <source>The token has expired, or the clock of this machine or of the server is wrong.</source>
        <translation>Le jeton a expiré, ou l’horloge de cette machine ou du serveur est fausse.</translation>
    </message>
    <message>
        <source>Get a new token; if it was made just now, compare both clocks.</source>
        <translation>Procurez-vous un nouveau jeton&#x202f;; s’il vient d’être créé, comparez les deux horloges.</translation>
    </message>
    <message>
        <source>The key does not belong to this service account.</source>
        <translation>La clé n’appartient pas à ce compte de service.</translation>
    </message>
    <message>
        <source>Choose the private key whose public half the server has for this account.</source>
        <translation>Choisissez la clé privée dont le serveur a la moitié publique pour ce compte.</translation>
    </message>
    <message>
        <source>The server has no such service account in that organization.</source>
        <translation>Le serveur n’a pas ce compte de service dans cette organisation.</translation>
    </message>
    <message>
        <source>Check the name of the account and its organization.</source>
        <translation>Vérifiez le nom du compte et son organisation.</translation>
    </message>
    <message>
        <source>The service account was given without its organization.</source>
        <translation>Le compte de service a été donné sans son organisation.</translation>
    </message>
    <message>
        <source>Enter it as ORGANIZATION/NAME.</source>
        <translation>Saisissez-le sous la forme ORGANISATION/NOM.</translation>
    </message>
    <message>
        <source>The token is not signed with an RSA key, and Dispatch takes no other.</source>
        <translation>Le jeton n’est pas signé avec une clé RSA, et Dispatch n’en accepte pas d’autre.</translation>
    </message>
    <message>
        <source>Use a token made with RS256, RS384 or RS512.</source>
        <translation>Utilisez un jeton fait avec RS256, RS384 ou RS512.</translation>
    </message>
    <message>
        <source>The proxy does not answer, or does not let the console through to the server.</source>
        <translation>Le proxy ne répond pas, ou ne laisse pas la console atteindre le serveur.</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection, or list the host among those that are reached without it.</source>
        <translation>Vérifiez les réglages de proxy de la connexion, ou ajoutez l’hôte à ceux qui sont atteints sans lui.</translation>
    </message>
    <message>
        <source>A server that wants a client certificate also does this.</source>
        <translation>Un serveur qui veut un certificat client fait aussi cela.</translation>
    </message>
    <message>
        <source>That port speaks TLS, and the address says plain http.</source>
        <translation>Ce port parle TLS, et l’adresse dit http simple.</translation>
    </message>
    <message>
        <source>Use https:// in the address.</source>
        <translation>Utilisez https:// dans l’adresse.</translation>
    </message>
    <message>
        <source>You are known, but no policy of the organization “%1” lets you “%2” on “%3”.</source>
        <translation>Vous êtes connu, mais aucune politique de l’organisation «&#xa0;%1&#xa0;» ne vous permet «&#xa0;%2&#xa0;» sur «&#xa0;%3&#xa0;».</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy with the action “%1” on the resource “%2”, or check the organization.</source>
        <translation>Demandez à un administrateur une politique avec l’action «&#xa0;%1&#xa0;» sur la ressource «&#xa0;%2&#xa0;», ou vérifiez l’organisation.</translation>
    </message>
</context>
<context>
    <name>client::FileBody</name>
    <message>
        <source>it changed while it was sent</source>
        <translation>il a changé pendant l’envoi</translation>
    </message>
    <message>
        <source>it grew while it was sent</source>
        <translation>il a grandi pendant l’envoi</translation>
    </message>
</context>
<context>
    <name>client::FileCheck</name>
    <message>
        <source>it changed while it was read</source>
        <translation>il a changé pendant la lecture</translation>
    </message>
    <message>
        <source>it had %1 bytes and has %2</source>
        <translation>il avait %1 octets et en a %2</translation>
    </message>
    <message>
        <source>its SHA-256 is another one</source>
        <translation>son SHA-256 est différent</translation>
    </message>
    <message>
        <source>it was written since</source>
        <translation>il a été écrit depuis</translation>
    </message>
    <message>
        <source>send the file %1 as text</source>
        <translation>envoyer le fichier %1 comme texte</translation>
    </message>
    <message>
        <source>bytes that are not UTF-8</source>
        <translation>des octets qui ne sont pas de l’UTF-8</translation>
    </message>
    <message>
        <source>JSON, in which events travel, can hold a text only as UTF-8.</source>
        <translation>Le JSON, dans lequel voyagent les événements, ne peut contenir un texte qu’en UTF-8.</translation>
    </message>
    <message>
        <source>Send it as binary, or save it as UTF-8 first.</source>
        <translation>Envoyez-le en binaire, ou enregistrez-le d’abord en UTF-8.</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>lire le fichier %1</translation>
    </message>
    <message>
        <source>Reading the file was cancelled.</source>
        <translation>La lecture du fichier a été annulée.</translation>
    </message>
    <message>
        <source>Choose it again to read it.</source>
        <translation>Choisissez-le à nouveau pour le lire.</translation>
    </message>
</context>
<context>
    <name>client::GenerationFinder</name>
    <message>
        <source>ask which Dispatch this is</source>
        <translation>demander de quel Dispatch il s’agit</translation>
    </message>
</context>
<context>
    <name>client::ImportPlanner</name>
    <message>
        <source>plan the import</source>
        <translation>établir le plan de l’import</translation>
    </message>
</context>
<context>
    <name>client::ImportRun</name>
    <message>
        <source>Not tried, because %1 %2 did not work.</source>
        <translation>Non essayé, car %1 %2 n’a pas abouti.</translation>
    </message>
    <message>
        <source>Not tried: the import was stopped before.</source>
        <translation>Non essayé&#xa0;: l’import a été arrêté avant.</translation>
    </message>
    <message>
        <source>The values of this secret are not kept.</source>
        <translation>Les valeurs de ce secret ne sont pas conservées.</translation>
    </message>
    <message>
        <source>Import its file again.</source>
        <translation>Importez à nouveau son fichier.</translation>
    </message>
</context>
<context>
    <name>client::ImportSource</name>
    <message>
        <source>import %1</source>
        <translation>importer %1</translation>
    </message>
    <message>
        <source>That is more than is imported at once: %1.</source>
        <translation>C’est plus que ce qui est importé en une fois&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Import a part of it.</source>
        <translation>Importez-en une partie.</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>accès refusé</translation>
    </message>
    <message>
        <source>The folder cannot be read.</source>
        <translation>Le dossier ne peut pas être lu.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Vérifiez ses droits d’accès.</translation>
    </message>
    <message>
        <source>no such files</source>
        <translation>aucun fichier de ce genre</translation>
    </message>
    <message>
        <source>There is no *.yaml, *.yml or *.json below this folder.</source>
        <translation>Il n’y a aucun *.yaml, *.yml ou *.json sous ce dossier.</translation>
    </message>
    <message>
        <source>Choose another folder, or the files themselves.</source>
        <translation>Choisissez un autre dossier, ou les fichiers eux-mêmes.</translation>
    </message>
    <message>
        <source>over %1 files</source>
        <translation>plus de %1 fichiers</translation>
    </message>
    <message>
        <source>%1, where %2 are the limit</source>
        <translation>%1, alors que la limite est %2</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>plus de %1</translation>
    </message>
    <message>
        <source>over %1 in all</source>
        <translation>plus de %1 en tout</translation>
    </message>
    <message>
        <source>an HTML page</source>
        <translation>une page HTML</translation>
    </message>
    <message>
        <source>The address shows a page for people and not the file itself.</source>
        <translation>L’adresse montre une page pour les humains et non le fichier lui-même.</translation>
    </message>
    <message>
        <source>Use the address of the file, often called “raw”.</source>
        <translation>Utilisez l’adresse du fichier, souvent appelée «&#xa0;raw&#xa0;».</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>The address answered with status %1 and not with a file.</source>
        <translation>L’adresse a répondu avec l’état %1 et non avec un fichier.</translation>
    </message>
    <message>
        <source>Open it in a browser and look; what needs a sign-in has to be saved as a file first.</source>
        <translation>Ouvrez-la dans un navigateur et regardez&#x202f;; ce qui demande une authentification doit d’abord être enregistré dans un fichier.</translation>
    </message>
    <message>
        <source>This is no address of http or https.</source>
        <translation>Ce n’est pas une adresse http ou https.</translation>
    </message>
    <message>
        <source>Write it in full, for example https://example.com/wiring.yaml.</source>
        <translation>Écrivez-la en entier, par exemple https://example.com/wiring.yaml.</translation>
    </message>
</context>
<context>
    <name>client::InstallFolder</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 ne peut pas être écrit.</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>Vérifiez que vous pouvez y écrire et que le disque n’est pas plein.</translation>
    </message>
    <message>
        <source>Another console is installing in this cluster.</source>
        <translation>Une autre console installe dans ce cluster.</translation>
    </message>
    <message>
        <source>Wait until it is done.</source>
        <translation>Attendez qu’elle ait fini.</translation>
    </message>
</context>
<context>
    <name>client::InstallOrder</name>
    <message>
        <source>install Dispatch in the cluster %1</source>
        <translation>installer Dispatch dans le cluster %1</translation>
    </message>
    <message>
        <source>try an installation in the cluster %1</source>
        <translation>essayer une installation dans le cluster %1</translation>
    </message>
    <message>
        <source>uninstall Dispatch from the cluster %1</source>
        <translation>désinstaller Dispatch du cluster %1</translation>
    </message>
</context>
<context>
    <name>client::Journal</name>
    <message>
        <source>open a sent event</source>
        <translation>ouvrir un événement envoyé</translation>
    </message>
    <message>
        <source>nothing with the number %1</source>
        <translation>rien avec le numéro %1</translation>
    </message>
    <message>
        <source>That event is no longer in the history.</source>
        <translation>Cet événement n’est plus dans l’historique.</translation>
    </message>
    <message>
        <source>Look at the history again.</source>
        <translation>Regardez à nouveau l’historique.</translation>
    </message>
    <message>
        <source>write the ledger of a job</source>
        <translation>écrire le registre d’une tâche</translation>
    </message>
    <message>
        <source>The journal of sent events could not be used.</source>
        <translation>Le journal des événements envoyés n’a pas pu être utilisé.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, look at the disk that holds %1.</source>
        <translation>Réessayez&#x202f;; si cela persiste, regardez le disque qui contient %1.</translation>
    </message>
    <message>
        <source>The disk that holds the journal of sent events is full.</source>
        <translation>Le disque qui contient le journal des événements envoyés est plein.</translation>
    </message>
    <message>
        <source>Free some space there; nothing that was written before is lost.</source>
        <translation>Libérez-y de l’espace&#x202f;; rien de ce qui a été écrit avant n’est perdu.</translation>
    </message>
    <message>
        <source>The journal of sent events cannot be written.</source>
        <translation>Le journal des événements envoyés ne peut pas être écrit.</translation>
    </message>
    <message>
        <source>Correct the permissions of %1.</source>
        <translation>Corrigez les droits d’accès de %1.</translation>
    </message>
    <message>
        <source>Another program uses the journal of sent events.</source>
        <translation>Un autre programme utilise le journal des événements envoyés.</translation>
    </message>
    <message>
        <source>Close the program that has %1 open.</source>
        <translation>Fermez le programme qui a ouvert %1.</translation>
    </message>
    <message>
        <source>put the damaged journal aside</source>
        <translation>mettre de côté le journal endommagé</translation>
    </message>
    <message>
        <source>it cannot be renamed</source>
        <translation>il ne peut pas être renommé</translation>
    </message>
    <message>
        <source>The journal of sent events is damaged.</source>
        <translation>Le journal des événements envoyés est endommagé.</translation>
    </message>
    <message>
        <source>Move %1 to another place and start again.</source>
        <translation>Déplacez %1 ailleurs et redémarrez.</translation>
    </message>
    <message>
        <source>open the journal of sent events</source>
        <translation>ouvrir le journal des événements envoyés</translation>
    </message>
    <message>
        <source>a damaged file</source>
        <translation>un fichier endommagé</translation>
    </message>
    <message>
        <source>The journal of sent events was damaged. A new, empty one is in use.</source>
        <translation>Le journal des événements envoyés était endommagé. Un nouveau, vide, est utilisé.</translation>
    </message>
    <message>
        <source>The old one was kept as %1; `sqlite3 FILE .recover` can read what is left of it.</source>
        <translation>L’ancien a été conservé sous %1&#x202f;; `sqlite3 FILE .recover` peut lire ce qu’il en reste.</translation>
    </message>
    <message>
        <source>no driver for SQLite</source>
        <translation>aucun pilote pour SQLite</translation>
    </message>
    <message>
        <source>A part of Qt that keeps the journal is missing.</source>
        <translation>Une partie de Qt qui tient le journal manque.</translation>
    </message>
    <message>
        <source>Install the package libqt6sql6-sqlite and start again.</source>
        <translation>Installez le paquet libqt6sql6-sqlite et redémarrez.</translation>
    </message>
    <message>
        <source>it cannot be created, or belongs to somebody else</source>
        <translation>il ne peut pas être créé, ou appartient à quelqu’un d’autre</translation>
    </message>
    <message>
        <source>check the journal of sent events</source>
        <translation>vérifier le journal des événements envoyés</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>version %1, cette console connaît jusqu’à %2</translation>
    </message>
    <message>
        <source>The journal of sent events was written by a newer console.</source>
        <translation>Le journal des événements envoyés a été écrit par une console plus récente.</translation>
    </message>
    <message>
        <source>Update this console, or move %1 to another place.</source>
        <translation>Mettez cette console à jour, ou déplacez %1 ailleurs.</translation>
    </message>
    <message>
        <source>make the tables of the journal</source>
        <translation>créer les tables du journal</translation>
    </message>
    <message>
        <source>use the journal of sent events</source>
        <translation>utiliser le journal des événements envoyés</translation>
    </message>
</context>
<context>
    <name>client::JwtSigner</name>
    <message>
        <source>sign in as a service account</source>
        <translation>s’authentifier comme compte de service</translation>
    </message>
    <message>
        <source>The private key of the service account cannot be used.</source>
        <translation>La clé privée du compte de service ne peut pas être utilisée.</translation>
    </message>
    <message>
        <source>a public key</source>
        <translation>une clé publique</translation>
    </message>
    <message>
        <source>Choose the private key that belongs to it.</source>
        <translation>Choisissez la clé privée correspondante.</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>une clé avec phrase secrète</translation>
    </message>
    <message>
        <source>Remove the pass phrase: openssl pkey -in KEY -out NEWKEY</source>
        <translation>Retirez la phrase secrète&#xa0;: openssl pkey -in KEY -out NEWKEY</translation>
    </message>
    <message>
        <source>no key in PEM form</source>
        <translation>pas de clé au format PEM</translation>
    </message>
    <message>
        <source>Choose a file that begins with -----BEGIN PRIVATE KEY-----.</source>
        <translation>Choisissez un fichier qui commence par -----BEGIN PRIVATE KEY-----.</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>Choisissez une clé RSA intacte au format PEM.</translation>
    </message>
    <message>
        <source>a key that is not RSA</source>
        <translation>une clé qui n’est pas RSA</translation>
    </message>
    <message>
        <source>Dispatch takes RSA keys only: make one.</source>
        <translation>Dispatch n’accepte que des clés RSA&#xa0;: créez-en une.</translation>
    </message>
    <message>
        <source>an RSA key of %1 bits</source>
        <translation>une clé RSA de %1 bits</translation>
    </message>
    <message>
        <source>Make a key of 2048 bits or more: shorter ones are not safe.</source>
        <translation>Créez une clé de 2048 bits ou plus&#xa0;: les plus courtes ne sont pas sûres.</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>Choisissez une autre clé.</translation>
    </message>
    <message>
        <source>a key in the form of OpenSSH</source>
        <translation>une clé au format OpenSSH</translation>
    </message>
    <message>
        <source>Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY</source>
        <translation>Convertissez-en une copie&#xa0;: ssh-keygen -p -m PKCS8 -f COPY</translation>
    </message>
    <message>
        <source>a certificate</source>
        <translation>un certificat</translation>
    </message>
</context>
<context>
    <name>client::KeptRun</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 ne peut pas être écrit.</translation>
    </message>
    <message>
        <source>Free some space there, and check who owns it.</source>
        <translation>Libérez-y de l’espace, et vérifiez à qui il appartient.</translation>
    </message>
    <message>
        <source>It was cancelled. A part of it may be done.</source>
        <translation>Annulé. Une partie est peut-être faite.</translation>
    </message>
    <message>
        <source>It ended without an answer: somebody killed it.</source>
        <translation>Terminé sans réponse&#xa0;: quelqu’un y a mis fin de force.</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>Regardez l’état avant de réessayer.</translation>
    </message>
    <message>
        <source>It printed more than %1 MiB, and was given up.</source>
        <translation>La commande a affiché plus de %1 Mio et a été abandonnée.</translation>
    </message>
</context>
<context>
    <name>client::KeyPair</name>
    <message>
        <source>make a key pair</source>
        <translation>créer une paire de clés</translation>
    </message>
    <message>
        <source>The cryptographic library could not make a key.</source>
        <translation>La bibliothèque cryptographique n’a pas pu créer de clé.</translation>
    </message>
    <message>
        <source>Check the installation of OpenSSL.</source>
        <translation>Vérifiez l’installation d’OpenSSL.</translation>
    </message>
</context>
<context>
    <name>client::Keychain</name>
    <message>
        <source>use the keychain</source>
        <translation>utiliser le trousseau</translation>
    </message>
    <message>
        <source>nothing for %1 s</source>
        <translation>rien pendant %1 s</translation>
    </message>
    <message>
        <source>The keychain does not answer.</source>
        <translation>Le trousseau ne répond pas.</translation>
    </message>
    <message>
        <source>See whether it asks for its password in a window of its own, then let the console ask again.</source>
        <translation>Voyez s’il demande son mot de passe dans sa propre fenêtre, puis laissez la console demander à nouveau.</translation>
    </message>
    <message>
        <source>no such secret</source>
        <translation>pas de secret de ce nom</translation>
    </message>
    <message>
        <source>The keychain does not hold this secret.</source>
        <translation>Le trousseau ne contient pas ce secret.</translation>
    </message>
    <message>
        <source>Enter it again.</source>
        <translation>Saisissez-le à nouveau.</translation>
    </message>
    <message>
        <source>not what was written</source>
        <translation>pas ce qui a été écrit</translation>
    </message>
    <message>
        <source>The keychain does not keep what it is given.</source>
        <translation>Le trousseau ne conserve pas ce qu’on lui donne.</translation>
    </message>
    <message>
        <source>Repair or replace the keychain of your desktop.</source>
        <translation>Réparez ou remplacez le trousseau de votre bureau.</translation>
    </message>
</context>
<context>
    <name>client::LocalServer</name>
    <message>
        <source>there is no program %1</source>
        <translation>il n’y a pas de programme %1</translation>
    </message>
    <message>
        <source>The local Dispatch is not installed.</source>
        <translation>Le Dispatch local n’est pas installé.</translation>
    </message>
    <message>
        <source>Install it beside the console or on the PATH, or connect to another server.</source>
        <translation>Installez-le à côté de la console ou dans le PATH, ou connectez-vous à un autre serveur.</translation>
    </message>
    <message>
        <source>The data folder %1 cannot be written.</source>
        <translation>Le dossier de données %1 n’est pas accessible en écriture.</translation>
    </message>
    <message>
        <source>Free some space, correct its permissions, or choose another folder.</source>
        <translation>Libérez de l’espace, corrigez ses droits d’accès ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The local Dispatch named an address that is not on this machine.</source>
        <translation>Le Dispatch local a nommé une adresse qui n’est pas sur cette machine.</translation>
    </message>
    <message>
        <source>Check which program dispatch-local is.</source>
        <translation>Vérifiez quel programme est dispatch-local.</translation>
    </message>
    <message>
        <source>The local Dispatch could not start: %1</source>
        <translation>Le Dispatch local n’a pas pu démarrer&#xa0;: %1</translation>
    </message>
    <message>
        <source>Correct that and start again.</source>
        <translation>Corrigez cela et redémarrez.</translation>
    </message>
    <message>
        <source>The local Dispatch could not be started.</source>
        <translation>Le Dispatch local n’a pas pu être démarré.</translation>
    </message>
    <message>
        <source>Check that %1 is a program for this machine.</source>
        <translation>Vérifiez que %1 est un programme pour cette machine.</translation>
    </message>
    <message>
        <source>no word for %1 s</source>
        <translation>aucune nouvelle pendant %1 s</translation>
    </message>
    <message>
        <source>The local Dispatch did not become ready in time.</source>
        <translation>Le Dispatch local n’a pas été prêt à temps.</translation>
    </message>
    <message>
        <source>Start it again; if that does not help, look at its log.</source>
        <translation>Redémarrez-le&#x202f;; si cela n’aide pas, regardez ses logs.</translation>
    </message>
    <message>
        <source>start the local Dispatch</source>
        <translation>démarrer le Dispatch local</translation>
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation>il a été arrêté par le signal %1</translation>
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation>il s’est terminé avec le code %1</translation>
    </message>
    <message>
        <source>The local Dispatch ended although nobody asked it to. Its data is safe.</source>
        <translation>Le Dispatch local s’est arrêté sans que personne l’ait demandé. Ses données sont en sécurité.</translation>
    </message>
    <message>
        <source>Start it again; what was accepted is still there.</source>
        <translation>Redémarrez-le&#x202f;; ce qui a été accepté est toujours là.</translation>
    </message>
    <message>
        <source>keep the local Dispatch running</source>
        <translation>garder le Dispatch local en marche</translation>
    </message>
    <message>
        <source>The local Dispatch ended before it was ready.</source>
        <translation>Le Dispatch local s’est arrêté avant d’être prêt.</translation>
    </message>
    <message>
        <source>Look at its log, correct what it names and start again.</source>
        <translation>Regardez ses logs, corrigez ce qu’ils nomment et redémarrez.</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
</context>
<context>
    <name>client::NetworkDoor</name>
    <message>
        <source>nothing was sent</source>
        <translation>rien n’a été envoyé</translation>
    </message>
    <message>
        <source>The connection “%1” is read-only: the console changes nothing there.</source>
        <translation>La connexion «&#xa0;%1&#xa0;» est en lecture seule&#xa0;: la console n’y change rien.</translation>
    </message>
    <message>
        <source>Change the protection of the connection, if it is meant to be changed from here.</source>
        <translation>Changez la protection de la connexion si elle doit pouvoir être modifiée d’ici.</translation>
    </message>
</context>
<context>
    <name>client::PodLog</name>
    <message>
        <source>read the log of %1</source>
        <translation>lire les logs de %1</translation>
    </message>
    <message>
        <source>The pod is gone.</source>
        <translation>Le pod a disparu.</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>regarder le pod %1</translation>
    </message>
    <message>
        <source>The pod is gone; another one has its name now.</source>
        <translation>Le pod a disparu&#x202f;; un autre porte maintenant son nom.</translation>
    </message>
    <message>
        <source>The pod has ended.</source>
        <translation>Le pod est terminé.</translation>
    </message>
    <message>
        <source>The container ended with exit code %1 (%2) and is started again.</source>
        <translation>Le conteneur s’est terminé avec le code de sortie %1 (%2) et redémarre.</translation>
    </message>
    <message>
        <source>The container is started again.</source>
        <translation>Le conteneur redémarre.</translation>
    </message>
    <message>
        <source>save the log of %1</source>
        <translation>enregistrer les logs de %1</translation>
    </message>
</context>
<context>
    <name>client::PortForwards</name>
    <message>
        <source>forward port %1 of %2</source>
        <translation>rediriger le port %1 de %2</translation>
    </message>
    <message>
        <source>The pod %1 is gone.</source>
        <translation>Le pod %1 a disparu.</translation>
    </message>
    <message>
        <source>Forward a port of the pod that has taken its place.</source>
        <translation>Redirigez un port du pod qui a pris sa place.</translation>
    </message>
    <message>
        <source>The forward did not become ready in time.</source>
        <translation>La redirection n’a pas été prête à temps.</translation>
    </message>
    <message>
        <source>Look whether the pod runs and the cluster answers.</source>
        <translation>Regardez si le pod tourne et si le cluster répond.</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>regarder le pod %1</translation>
    </message>
</context>
<context>
    <name>client::PreflightRun</name>
    <message>
        <source>exit code %1</source>
        <translation>code de sortie %1</translation>
    </message>
    <message>
        <source>no answer to that</source>
        <translation>pas de réponse à cela</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 ne peut pas être écrit&#xa0;: %2</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonné</translation>
    </message>
    <message>
        <source>minikube has no profile %1</source>
        <translation>minikube n’a pas de profil %1</translation>
    </message>
    <message>
        <source>look at what an installation needs</source>
        <translation>examiner ce qu’il faut pour une installation</translation>
    </message>
</context>
<context>
    <name>client::PrivateFile</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 ne peut pas être écrit.</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>Vérifiez que vous pouvez y écrire et que le disque n’est pas plein.</translation>
    </message>
</context>
<context>
    <name>client::PrivateKey</name>
    <message>
        <source>open the private key of the service account</source>
        <translation>ouvrir la clé privée du compte de service</translation>
    </message>
    <message>
        <source>The private key cannot be used.</source>
        <translation>La clé privée ne peut pas être utilisée.</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>Choisissez une autre clé.</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>une clé avec phrase secrète</translation>
    </message>
    <message>
        <source>The private key is locked.</source>
        <translation>La clé privée est verrouillée.</translation>
    </message>
    <message>
        <source>Enter its pass phrase.</source>
        <translation>Saisissez sa phrase secrète.</translation>
    </message>
    <message>
        <source>The pass phrase does not open this key.</source>
        <translation>La phrase secrète n’ouvre pas cette clé.</translation>
    </message>
    <message>
        <source>Enter it again; mind capitals and the layout of the keyboard.</source>
        <translation>Saisissez-la à nouveau&#x202f;; attention aux majuscules et à la disposition du clavier.</translation>
    </message>
    <message>
        <source>The file of the private key is damaged.</source>
        <translation>Le fichier de la clé privée est endommagé.</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>Choisissez une clé RSA intacte au format PEM.</translation>
    </message>
</context>
<context>
    <name>client::ProcessRun</name>
    <message>
        <source>no pipe to the command</source>
        <translation>pas de tube vers la commande</translation>
    </message>
    <message>
        <source>This machine has no room for another command.</source>
        <translation>Cette machine n’a plus de place pour une autre commande.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Fermez d’autres programmes et réessayez.</translation>
    </message>
    <message>
        <source>it was given up</source>
        <translation>la commande a été abandonnée</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>cela a pris trop de temps</translation>
    </message>
    <message>
        <source>The command was cancelled. A part of it may be done.</source>
        <translation>La commande a été annulée. Une partie est peut-être faite.</translation>
    </message>
    <message>
        <source>The command did not end in time, and was ended.</source>
        <translation>La commande ne s’est pas terminée à temps et a été arrêtée.</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>Regardez l’état avant de réessayer.</translation>
    </message>
    <message>
        <source>it was killed, or crashed</source>
        <translation>elle a été tuée, ou a planté</translation>
    </message>
    <message>
        <source>%1 ended without an answer.</source>
        <translation>%1 s’est terminé sans réponse.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at what it said.</source>
        <translation>Réessayez&#x202f;; si cela se reproduit, regardez ce qu’il a dit.</translation>
    </message>
    <message>
        <source>%1 cannot be run.</source>
        <translation>%1 ne peut pas être exécuté.</translation>
    </message>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for.</source>
        <translation>%1 n’est pas sur cette machine, ou pas là où les programmes sont cherchés.</translation>
    </message>
    <message>
        <source>Check that it is a program for this machine, and that you may run it.</source>
        <translation>Vérifiez que c’est un programme pour cette machine et que vous pouvez l’exécuter.</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>Installez-le, ou indiquez où il est.</translation>
    </message>
</context>
<context>
    <name>client::Profile</name>
    <message>
        <source>read a connection profile</source>
        <translation>lire un profil de connexion</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>Un profil de connexion ne peut pas être utilisé.</translation>
    </message>
    <message>
        <source>Correct it in the file, or delete it there; the other profiles are not touched.</source>
        <translation>Corrigez-le dans le fichier ou supprimez-le là&#x202f;; les autres profils ne sont pas touchés.</translation>
    </message>
    <message>
        <source>something that is no profile</source>
        <translation>quelque chose qui n’est pas un profil</translation>
    </message>
    <message>
        <source>the profile “%1” has no id</source>
        <translation>le profil «&#xa0;%1&#xa0;» n’a pas d’identifiant</translation>
    </message>
    <message>
        <source>the profile %1 has no name</source>
        <translation>le profil %1 n’a pas de nom</translation>
    </message>
    <message>
        <source>the address of “%1” cannot be used</source>
        <translation>l’adresse de «&#xa0;%1&#xa0;» ne peut pas être utilisée</translation>
    </message>
    <message>
        <source>the proxy of “%1” cannot be used</source>
        <translation>le proxy de «&#xa0;%1&#xa0;» ne peut pas être utilisé</translation>
    </message>
    <message>
        <source>“%1” signs in in an unknown way</source>
        <translation>«&#xa0;%1&#xa0;» s’authentifie d’une façon inconnue</translation>
    </message>
</context>
<context>
    <name>client::ProfileConnection</name>
    <message>
        <source>use a connection profile</source>
        <translation>utiliser un profil de connexion</translation>
    </message>
    <message>
        <source>no secret</source>
        <translation>pas de secret</translation>
    </message>
    <message>
        <source>The secret that signs in to “%1” is not here.</source>
        <translation>Le secret qui authentifie auprès de «&#xa0;%1&#xa0;» n’est pas ici.</translation>
    </message>
    <message>
        <source>Enter the cookie, the token or the key again.</source>
        <translation>Saisissez à nouveau le cookie, le jeton ou la clé.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>«&#xa0;%1&#xa0;»</translation>
    </message>
    <message>
        <source>That is no service account.</source>
        <translation>Ce n’est pas un compte de service.</translation>
    </message>
    <message>
        <source>Enter its name, or ORGANIZATION/NAME.</source>
        <translation>Saisissez son nom, ou ORGANISATION/NOM.</translation>
    </message>
</context>
<context>
    <name>client::ProfileExport</name>
    <message>
        <source>export the connection profiles</source>
        <translation>exporter les profils de connexion</translation>
    </message>
    <message>
        <source>The file was not written.</source>
        <translation>Le fichier n’a pas été écrit.</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>Vérifiez que %1 est accessible en écriture et que le disque n’est pas plein.</translation>
    </message>
</context>
<context>
    <name>client::ProfileFile</name>
    <message>
        <source>use the file of the connection profiles</source>
        <translation>utiliser le fichier des profils de connexion</translation>
    </message>
    <message>
        <source>The connection profiles in %1 cannot be read.</source>
        <translation>Les profils de connexion dans %1 ne peuvent pas être lus.</translation>
    </message>
    <message>
        <source>Repair the file, or go on: before anything is saved, the damaged file is kept under another name.</source>
        <translation>Réparez le fichier, ou continuez&#xa0;: avant tout enregistrement, le fichier endommagé est conservé sous un autre nom.</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 Mo</translation>
    </message>
    <message>
        <source>The file of the connection profiles is larger than such a file can be.</source>
        <translation>Le fichier des profils de connexion est plus grand qu’un tel fichier peut l’être.</translation>
    </message>
    <message>
        <source>Move it away: %1</source>
        <translation>Déplacez-le&#xa0;: %1</translation>
    </message>
    <message>
        <source>JSON that is no list of profiles</source>
        <translation>du JSON qui n’est pas une liste de profils</translation>
    </message>
    <message>
        <source>version %1; this console knows %2</source>
        <translation>version %1&#x202f;; cette console connaît %2</translation>
    </message>
    <message>
        <source>The connection profiles were written by a later version of the console. They are left as they are.</source>
        <translation>Les profils de connexion ont été écrits par une version ultérieure de la console. Ils sont laissés tels quels.</translation>
    </message>
    <message>
        <source>Use the later version, or move the file away: %1</source>
        <translation>Utilisez la version ultérieure, ou déplacez le fichier&#xa0;: %1</translation>
    </message>
    <message>
        <source>“%1” has the id of another profile</source>
        <translation>«&#xa0;%1&#xa0;» a l’identifiant d’un autre profil</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>Un profil de connexion ne peut pas être utilisé.</translation>
    </message>
    <message>
        <source>Give it another id in the file, or delete it there.</source>
        <translation>Donnez-lui un autre identifiant dans le fichier, ou supprimez-le là.</translation>
    </message>
    <message>
        <source>The connection profiles were not saved.</source>
        <translation>Les profils de connexion n’ont pas été enregistrés.</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>Vérifiez que %1 est accessible en écriture et que le disque n’est pas plein.</translation>
    </message>
    <message>
        <source>another console holds it</source>
        <translation>une autre console le tient</translation>
    </message>
    <message>
        <source>it cannot be locked</source>
        <translation>il ne peut pas être verrouillé</translation>
    </message>
    <message>
        <source>Try again, and check that the folder can be written: %1</source>
        <translation>Réessayez, et vérifiez que le dossier est accessible en écriture&#xa0;: %1</translation>
    </message>
    <message>
        <source>“%1” is not what it was</source>
        <translation>«&#xa0;%1&#xa0;» n’est plus ce qu’il était</translation>
    </message>
    <message>
        <source>Another console has changed or deleted this profile meanwhile. Nothing was saved.</source>
        <translation>Une autre console a modifié ou supprimé ce profil entre-temps. Rien n’a été enregistré.</translation>
    </message>
    <message>
        <source>Look at the profile as it is now, then change it again.</source>
        <translation>Regardez le profil tel qu’il est maintenant, puis modifiez-le à nouveau.</translation>
    </message>
</context>
<context>
    <name>client::RegularFile</name>
    <message>
        <source>read the file %1</source>
        <translation>lire le fichier %1</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Le fichier ne peut pas être lu.</translation>
    </message>
    <message>
        <source>Check its permissions and the disk it is on, or choose another file.</source>
        <translation>Vérifiez ses droits d’accès et le disque où il se trouve, ou choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>There is no such file (any more).</source>
        <translation>Ce fichier n’existe pas (ou plus).</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>Choisissez le fichier à nouveau.</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>c’est un dossier</translation>
    </message>
    <message>
        <source>it is a named pipe</source>
        <translation>c’est un tube nommé</translation>
    </message>
    <message>
        <source>it is a socket</source>
        <translation>c’est un socket</translation>
    </message>
    <message>
        <source>it is a device</source>
        <translation>c’est un périphérique</translation>
    </message>
    <message>
        <source>Only the content of a file can be sent.</source>
        <translation>Seul le contenu d’un fichier peut être envoyé.</translation>
    </message>
    <message>
        <source>Choose a file; copy what you want to send into one first.</source>
        <translation>Choisissez un fichier&#x202f;; copiez d’abord dans un fichier ce que vous voulez envoyer.</translation>
    </message>
    <message>
        <source>The file changed since you chose it.</source>
        <translation>Le fichier a changé depuis que vous l’avez choisi.</translation>
    </message>
    <message>
        <source>Look at it, then choose it again to send it as it is now.</source>
        <translation>Regardez-le, puis choisissez-le à nouveau pour l’envoyer tel qu’il est maintenant.</translation>
    </message>
</context>
<context>
    <name>client::RunWatch</name>
    <message>
        <source>look at the runs</source>
        <translation>regarder les exécutions</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>du JSON qui n’est pas une liste</translation>
    </message>
</context>
<context>
    <name>client::ServiceAccountMaker</name>
    <message>
        <source>Making a key…</source>
        <translation>Création d’une clé…</translation>
    </message>
    <message>
        <source>Making the service account…</source>
        <translation>Création du compte de service…</translation>
    </message>
    <message>
        <source>the service account %1</source>
        <translation>le compte de service %1</translation>
    </message>
    <message>
        <source>Making the policy…</source>
        <translation>Création de la politique…</translation>
    </message>
    <message>
        <source>Keeping the key…</source>
        <translation>Conservation de la clé…</translation>
    </message>
    <message>
        <source>Made before that, and still there: %1.</source>
        <translation>Créé avant cela, et toujours là&#xa0;: %1.</translation>
    </message>
</context>
<context>
    <name>client::SourceArchive</name>
    <message>
        <source>pack the source %1</source>
        <translation>empaqueter la source %1</translation>
    </message>
    <message>
        <source>The source could not be packed: %1</source>
        <translation>La source n’a pas pu être empaquetée&#xa0;: %1</translation>
    </message>
    <message>
        <source>compression failed</source>
        <translation>la compression a échoué</translation>
    </message>
    <message>
        <source>the folder has no files</source>
        <translation>le dossier n’a pas de fichiers</translation>
    </message>
    <message>
        <source>Choose the folder that holds the code.</source>
        <translation>Choisissez le dossier qui contient le code.</translation>
    </message>
    <message>
        <source>Check that you may read the file.</source>
        <translation>Vérifiez que vous pouvez lire le fichier.</translation>
    </message>
    <message>
        <source>it is larger than 64 MB</source>
        <translation>il dépasse 64 Mo</translation>
    </message>
    <message>
        <source>Leave out what the function does not need, or put libraries into its image.</source>
        <translation>Laissez de côté ce dont la fonction n’a pas besoin, ou mettez les bibliothèques dans son image.</translation>
    </message>
</context>
<context>
    <name>client::StandingCommand</name>
    <message>
        <source>open a tunnel to %1</source>
        <translation>ouvrir un tunnel vers %1</translation>
    </message>
    <message>
        <source>open the dashboard of %1</source>
        <translation>ouvrir le tableau de bord de %1</translation>
    </message>
</context>
<context>
    <name>client::SystemKeychain</name>
    <message>
        <source>use the keychain</source>
        <translation>utiliser le trousseau</translation>
    </message>
    <message>
        <source>The keychain did not let the console in.</source>
        <translation>Le trousseau n’a pas laissé entrer la console.</translation>
    </message>
    <message>
        <source>The keychain did not do what it was asked; it may be locked.</source>
        <translation>Le trousseau n’a pas fait ce qui lui était demandé&#x202f;; il est peut-être verrouillé.</translation>
    </message>
    <message>
        <source>Unlock the keychain of your desktop and allow the console to use it, then try again.</source>
        <translation>Déverrouillez le trousseau de votre bureau et permettez à la console de l’utiliser, puis réessayez.</translation>
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
        <translation>Gestionnaire d’identification Windows</translation>
    </message>
    <message>
        <source>macOS Keychain</source>
        <translation>Trousseau macOS</translation>
    </message>
    <message>
        <source>no D-Bus session</source>
        <translation>pas de session D-Bus</translation>
    </message>
    <message>
        <source>This session has no keychain.</source>
        <translation>Cette session n’a pas de trousseau.</translation>
    </message>
    <message>
        <source>Start the console from a desktop session to have secrets kept.</source>
        <translation>Démarrez la console depuis une session de bureau pour que les secrets soient conservés.</translation>
    </message>
    <message>
        <source>neither libsecret nor KWallet</source>
        <translation>ni libsecret ni KWallet</translation>
    </message>
    <message>
        <source>There is no keychain.</source>
        <translation>Il n’y a pas de trousseau.</translation>
    </message>
    <message>
        <source>Install libsecret-1-0 and a keychain such as gnome-keyring.</source>
        <translation>Installez libsecret-1-0 et un trousseau tel que gnome-keyring.</translation>
    </message>
</context>
<context>
    <name>client::TemplateFolder</name>
    <message>
        <source>read the template %1</source>
        <translation>lire le modèle %1</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 Mo</translation>
    </message>
    <message>
        <source>The file is too large for a template.</source>
        <translation>Le fichier est trop grand pour un modèle.</translation>
    </message>
    <message>
        <source>Let the template name a file for its data instead.</source>
        <translation>Faites plutôt nommer au modèle un fichier pour ses données.</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>ligne %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>The file is no template.</source>
        <translation>Le fichier n’est pas un modèle.</translation>
    </message>
    <message>
        <source>Correct it in an editor; it was left as it is.</source>
        <translation>Corrigez-le dans un éditeur&#x202f;; il a été laissé tel quel.</translation>
    </message>
    <message>
        <source>save the template %1</source>
        <translation>enregistrer le modèle %1</translation>
    </message>
    <message>
        <source>The file %1 could not be written.</source>
        <translation>Le fichier %1 n’a pas pu être écrit.</translation>
    </message>
    <message>
        <source>Check the permissions of the folder and the space on its disk.</source>
        <translation>Vérifiez les droits d’accès du dossier et l’espace sur son disque.</translation>
    </message>
    <message>
        <source>delete the template %1</source>
        <translation>supprimer le modèle %1</translation>
    </message>
    <message>
        <source>The file could not be deleted.</source>
        <translation>Le fichier n’a pas pu être supprimé.</translation>
    </message>
    <message>
        <source>Check the permissions of its folder.</source>
        <translation>Vérifiez les droits d’accès de son dossier.</translation>
    </message>
    <message>
        <source>rename the template %1</source>
        <translation>renommer le modèle %1</translation>
    </message>
    <message>
        <source>there is a file %1</source>
        <translation>il y a un fichier %1</translation>
    </message>
    <message>
        <source>Another template has that name.</source>
        <translation>Un autre modèle porte ce nom.</translation>
    </message>
    <message>
        <source>Choose another name, or delete the other one first.</source>
        <translation>Choisissez un autre nom, ou supprimez d’abord l’autre.</translation>
    </message>
</context>
<context>
    <name>client::Tls</name>
    <message>
        <source>read %1</source>
        <translation>lire %1</translation>
    </message>
    <message>
        <source>Choose another file in the settings of the connection.</source>
        <translation>Choisissez un autre fichier dans les réglages de la connexion.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Le fichier ne peut pas être lu.</translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation>pas de certificat</translation>
    </message>
    <message>
        <source>That is no file of PEM certificates.</source>
        <translation>Ce n’est pas un fichier de certificats PEM.</translation>
    </message>
    <message>
        <source>no private key, or a locked one</source>
        <translation>pas de clé privée, ou une clé verrouillée</translation>
    </message>
    <message>
        <source>The private key of a certificate must be PEM without a pass phrase.</source>
        <translation>La clé privée d’un certificat doit être au format PEM, sans phrase secrète.</translation>
    </message>
    <message>
        <source>The certificate of %1 comes from %2, and nothing on this machine vouches for that.</source>
        <translation>Le certificat de %1 vient de %2, et rien sur cette machine ne s’en porte garant.</translation>
    </message>
    <message>
        <source>Give the connection the CA file of your organization, or compare the fingerprint with the administrator and pin the certificate.</source>
        <translation>Donnez à la connexion le fichier CA de votre organisation, ou comparez l’empreinte avec l’administrateur et épinglez le certificat.</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate.</source>
        <translation>Demandez un nouveau certificat à l’administrateur.</translation>
    </message>
    <message>
        <source>The certificate of %1 was good until %4.</source>
        <translation>Le certificat de %1 était valable jusqu’au %4.</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate; if it should still be good, set the clock of this machine.</source>
        <translation>Demandez un nouveau certificat à l’administrateur&#x202f;; s’il devrait encore être valable, réglez l’horloge de cette machine.</translation>
    </message>
    <message>
        <source>The certificate of %1 is good from %3 only.</source>
        <translation>Le certificat de %1 n’est valable qu’à partir du %3.</translation>
    </message>
    <message>
        <source>Set the clock of this machine, or ask the administrator for a new certificate.</source>
        <translation>Réglez l’horloge de cette machine, ou demandez un nouveau certificat à l’administrateur.</translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked.</source>
        <translation>Le certificat de %1 a été révoqué.</translation>
    </message>
    <message>
        <source>The certificate of %1 is known to be in the wrong hands.</source>
        <translation>Le certificat de %1 est connu pour être en de mauvaises mains.</translation>
    </message>
    <message>
        <source>The certificate is for %5, and not for the host of this connection.</source>
        <translation>Le certificat est pour %5, et non pour l’hôte de cette connexion.</translation>
    </message>
    <message>
        <source>Use a name from the certificate as address, or pin the certificate after comparing its fingerprint.</source>
        <translation>Utilisez comme adresse un nom du certificat, ou épinglez le certificat après en avoir comparé l’empreinte.</translation>
    </message>
    <message>
        <source>The certificate of %1 is signed by nobody but itself.</source>
        <translation>Le certificat de %1 n’est signé que par lui-même.</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the administrator and pin the certificate, or choose its file as CA file.</source>
        <translation>Comparez l’empreinte avec l’administrateur et épinglez le certificat, ou choisissez son fichier comme fichier CA.</translation>
    </message>
    <message>
        <source>%2 signed the certificate of %1 without being allowed to.</source>
        <translation>%2 a signé le certificat de %1 sans en avoir le droit.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not one for servers.</source>
        <translation>Le certificat de %1 n’est pas fait pour les serveurs.</translation>
    </message>
    <message>
        <source>The server sent no certificate.</source>
        <translation>Le serveur n’a pas envoyé de certificat.</translation>
    </message>
    <message>
        <source>That port does not speak TLS, probably plain http.</source>
        <translation>Ce port ne parle pas TLS, mais sans doute http simple.</translation>
    </message>
    <message>
        <source>Use http:// in the address, or the port for https.</source>
        <translation>Utilisez http:// dans l’adresse, ou le port pour https.</translation>
    </message>
    <message>
        <source>The key of the server&apos;s certificate is too short to be safe.</source>
        <translation>La clé du certificat du serveur est trop courte pour être sûre.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed in a way that is no longer safe.</source>
        <translation>Le certificat du serveur est signé d’une façon qui n’est plus sûre.</translation>
    </message>
    <message>
        <source>The server wants a client certificate.</source>
        <translation>Le serveur veut un certificat client.</translation>
    </message>
    <message>
        <source>Choose one, with its key, in the settings of the connection.</source>
        <translation>Choisissez-en un, avec sa clé, dans les réglages de la connexion.</translation>
    </message>
    <message>
        <source>The server speaks only versions of TLS that are no longer safe.</source>
        <translation>Le serveur ne parle que des versions de TLS qui ne sont plus sûres.</translation>
    </message>
    <message>
        <source>Ask the administrator to switch TLS 1.2 or 1.3 on.</source>
        <translation>Demandez à l’administrateur d’activer TLS 1.2 ou 1.3.</translation>
    </message>
    <message>
        <source>The server does not trust our client certificate.</source>
        <translation>Le serveur ne fait pas confiance à notre certificat client.</translation>
    </message>
    <message>
        <source>Choose another one in the settings of the connection.</source>
        <translation>Choisissez-en un autre dans les réglages de la connexion.</translation>
    </message>
    <message>
        <source>The server does not take our client certificate.</source>
        <translation>Le serveur n’accepte pas notre certificat client.</translation>
    </message>
    <message>
        <source>The server hung up while the connection was being secured. It may not speak TLS.</source>
        <translation>Le serveur a raccroché pendant la sécurisation de la connexion. Il ne parle peut-être pas TLS.</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>Vérifiez le port et s’il faut http ou https.</translation>
    </message>
    <message>
        <source>(nameless)</source>
        <translation>(sans nom)</translation>
    </message>
    <message>
        <source>certificate %1 of %2: </source>
        <translation>certificat %1 sur %2&#xa0;: </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>No trusted connection: the server&apos;s certificate was not accepted.</source>
        <translation>Pas de connexion de confiance&#xa0;: le certificat du serveur n’a pas été accepté.</translation>
    </message>
    <message>
        <source>Check the address, and add the server&apos;s certificate authority to the connection.</source>
        <translation>Vérifiez l’adresse, et ajoutez l’autorité de certification du serveur à la connexion.</translation>
    </message>
    <message>
        <source>a certificate with another fingerprint than the pinned one</source>
        <translation>un certificat dont l’empreinte n’est pas celle qui est épinglée</translation>
    </message>
    <message>
        <source>This is not the certificate that was pinned: it was renewed, or somebody is in between.</source>
        <translation>Ce n’est pas le certificat épinglé&#xa0;: il a été renouvelé, ou quelqu’un s’est interposé.</translation>
    </message>
    <message>
        <source>Compare the new fingerprint with the administrator before you pin it.</source>
        <translation>Comparez la nouvelle empreinte avec l’administrateur avant de l’épingler.</translation>
    </message>
    <message>
        <source>Its key is also too short to be safe.</source>
        <translation>Sa clé est aussi trop courte pour être sûre.</translation>
    </message>
    <message>
        <source>%1, by %2, until %3, SHA-256 %4</source>
        <translation>%1, par %2, jusqu’au %3, SHA-256 %4</translation>
    </message>
</context>
<context>
    <name>client::Toolbox</name>
    <message>
        <source>makes and runs the cluster</source>
        <translation>crée et fait tourner le cluster</translation>
    </message>
    <message>
        <source>shows what runs in it</source>
        <translation>montre ce qui y tourne</translation>
    </message>
    <message>
        <source>installs Dispatch in it</source>
        <translation>y installe Dispatch</translation>
    </message>
    <message>
        <source>the installer of Dispatch</source>
        <translation>l’installateur de Dispatch</translation>
    </message>
    <message>
        <source>makes certificates for Dispatch</source>
        <translation>crée des certificats pour Dispatch</translation>
    </message>
    <message>
        <source>can carry the cluster as a container</source>
        <translation>peut porter le cluster comme conteneur</translation>
    </message>
    <message>
        <source>can carry the cluster as a machine</source>
        <translation>peut porter le cluster comme machine</translation>
    </message>
    <message>
        <source>ask %1 for its version</source>
        <translation>demander à %1 sa version</translation>
    </message>
    <message>
        <source>sudo apt install %1</source>
        <translation>sudo apt install %1</translation>
    </message>
    <message>
        <source>get it from %1</source>
        <translation>à obtenir de %1</translation>
    </message>
</context>
<context>
    <name>client::Undo</name>
    <message>
        <source>take back the change of %1</source>
        <translation>revenir sur la modification de %1</translation>
    </message>
    <message>
        <source>take changes back</source>
        <translation>revenir sur des modifications</translation>
    </message>
    <message>
        <source>The values that the secret %1 had are gone: they are never written to the disk. It can come back only with its keys.</source>
        <translation>Les valeurs qu’avait le secret %1 sont perdues&#xa0;: elles ne sont jamais écrites sur le disque. Il ne peut revenir qu’avec ses clés.</translation>
    </message>
    <message>
        <source>This console does not know the kind %1.</source>
        <translation>Cette console ne connaît pas le genre %1.</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the deleted one cannot be made again from here. Create it from its file.</source>
        <translation>Aucun serveur ne rend la source d’une fonction&#xa0;: celle qui est supprimée ne peut pas être recréée d’ici. Créez-la à partir de son fichier.</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the one before cannot be brought back from here. Save the function again from its file.</source>
        <translation>Aucun serveur ne rend la source d’une fonction&#xa0;: la précédente ne peut pas être rétablie d’ici. Enregistrez à nouveau la fonction à partir de son fichier.</translation>
    </message>
</context>
<context>
    <name>client::WorkloadWatch</name>
    <message>
        <source>all namespaces</source>
        <translation>tous les espaces de noms</translation>
    </message>
    <message>
        <source>list the pods of %1</source>
        <translation>lister les pods de %1</translation>
    </message>
    <message>
        <source>list the events of %1</source>
        <translation>lister les événements de %1</translation>
    </message>
    <message>
        <source>list the namespaces</source>
        <translation>lister les espaces de noms</translation>
    </message>
    <message>
        <source>list the nodes</source>
        <translation>lister les nœuds</translation>
    </message>
</context>
<context>
    <name>models::ClusterFailure</name>
    <message>
        <source>This minikube is too new for that version of Kubernetes.</source>
        <translation>Ce minikube est trop récent pour cette version de Kubernetes.</translation>
    </message>
    <message>
        <source>Choose a newer Kubernetes; for Kubernetes 1.15 take minikube v1.24.0 or older.</source>
        <translation>Choisissez un Kubernetes plus récent&#x202f;; pour Kubernetes 1.15, prenez minikube v1.24.0 ou plus ancien.</translation>
    </message>
    <message>
        <source>A cluster cannot go back to an older Kubernetes.</source>
        <translation>Un cluster ne peut pas revenir à un Kubernetes plus ancien.</translation>
    </message>
    <message>
        <source>Delete this cluster and create it again with that version, create a second one, or start it with the version it has.</source>
        <translation>Supprimez ce cluster et recréez-le avec cette version, créez-en un second, ou démarrez-le avec la version qu’il a.</translation>
    </message>
    <message>
        <source>The cluster is paused.</source>
        <translation>Le cluster est en pause.</translation>
    </message>
    <message>
        <source>Unpause it first.</source>
        <translation>Sortez-le d’abord de la pause.</translation>
    </message>
    <message>
        <source>Kubernetes itself did not come up.</source>
        <translation>Kubernetes lui-même n’a pas démarré.</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, the logs say why, or delete it and create it anew.</source>
        <translation>Redémarrez-le. Si cela n’aide pas, les logs disent pourquoi&#x202f;; sinon, supprimez-le et recréez-le.</translation>
    </message>
    <message>
        <source>This machine has less memory than that.</source>
        <translation>Cette machine a moins de mémoire que cela.</translation>
    </message>
    <message>
        <source>Give the cluster less memory.</source>
        <translation>Donnez moins de mémoire au cluster.</translation>
    </message>
    <message>
        <source>This machine does not have what was asked for.</source>
        <translation>Cette machine n’a pas ce qui a été demandé.</translation>
    </message>
    <message>
        <source>Ask for less.</source>
        <translation>Demandez moins.</translation>
    </message>
    <message>
        <source>The memory does not fit: too little, or more than there is.</source>
        <translation>La mémoire ne convient pas&#xa0;: trop peu, ou plus qu’il n’y en a.</translation>
    </message>
    <message>
        <source>Choose another amount of memory.</source>
        <translation>Choisissez une autre quantité de mémoire.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Le disque est plein.</translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation>Libérez de l’espace, puis redémarrez.</translation>
    </message>
    <message>
        <source>minikube may not use a file or device it needs.</source>
        <translation>minikube n’a pas le droit d’utiliser un fichier ou périphérique dont il a besoin.</translation>
    </message>
    <message>
        <source>Check who owns the files it names.</source>
        <translation>Vérifiez à qui appartiennent les fichiers qu’il nomme.</translation>
    </message>
    <message>
        <source>There are fewer processors than that.</source>
        <translation>Il y a moins de processeurs que cela.</translation>
    </message>
    <message>
        <source>Give the cluster fewer processors, or at least the two it needs.</source>
        <translation>Donnez moins de processeurs au cluster, ou au moins les deux dont il a besoin.</translation>
    </message>
    <message>
        <source>kubeconfig cannot be written.</source>
        <translation>kubeconfig ne peut pas être écrit.</translation>
    </message>
    <message>
        <source>Make ~/.kube and its files yours: sudo chown -R $USER ~/.kube.</source>
        <translation>Rendez-vous propriétaire de ~/.kube et de ses fichiers&#xa0;: sudo chown -R $USER ~/.kube.</translation>
    </message>
    <message>
        <source>This machine cannot run virtual machines, or that is switched off.</source>
        <translation>Cette machine ne peut pas exécuter de machines virtuelles, ou c’est désactivé.</translation>
    </message>
    <message>
        <source>Switch virtualisation on in the firmware, or use a container driver such as docker.</source>
        <translation>Activez la virtualisation dans le micrologiciel, ou utilisez un pilote à conteneurs tel que docker.</translation>
    </message>
    <message>
        <source>Something on this machine is in the way.</source>
        <translation>Quelque chose sur cette machine fait obstacle.</translation>
    </message>
    <message>
        <source>Mend what minikube names, then start again.</source>
        <translation>Réparez ce que minikube nomme, puis redémarrez.</translation>
    </message>
    <message>
        <source>Something could not be fetched from the network.</source>
        <translation>Quelque chose n’a pas pu être récupéré du réseau.</translation>
    </message>
    <message>
        <source>Check the network, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY, then start again.</source>
        <translation>Vérifiez le réseau, et HTTP_PROXY, HTTPS_PROXY et NO_PROXY, puis redémarrez.</translation>
    </message>
    <message>
        <source>Nothing on this machine can carry the cluster with that driver.</source>
        <translation>Rien sur cette machine ne peut porter le cluster avec ce pilote.</translation>
    </message>
    <message>
        <source>Install Docker, or choose another driver.</source>
        <translation>Installez Docker, ou choisissez un autre pilote.</translation>
    </message>
    <message>
        <source>This driver must not be used as this user.</source>
        <translation>Ce pilote ne doit pas être utilisé sous cet utilisateur.</translation>
    </message>
    <message>
        <source>Start the console as a user that is not root, or use another driver.</source>
        <translation>Démarrez la console sous un utilisateur autre que root, ou utilisez un autre pilote.</translation>
    </message>
    <message>
        <source>The driver does not work.</source>
        <translation>Le pilote ne fonctionne pas.</translation>
    </message>
    <message>
        <source>Choose another driver.</source>
        <translation>Choisissez un autre pilote.</translation>
    </message>
    <message>
        <source>What carries the cluster does not run.</source>
        <translation>Ce qui porte le cluster ne tourne pas.</translation>
    </message>
    <message>
        <source>Start it (for Docker: sudo systemctl start docker), then try again.</source>
        <translation>Démarrez-le (pour Docker&#xa0;: sudo systemctl start docker), puis réessayez.</translation>
    </message>
    <message>
        <source>What should carry the cluster is not installed.</source>
        <translation>Ce qui doit porter le cluster n’est pas installé.</translation>
    </message>
    <message>
        <source>Install it, or choose another driver.</source>
        <translation>Installez-le, ou choisissez un autre pilote.</translation>
    </message>
    <message>
        <source>You may not use what should carry the cluster.</source>
        <translation>Vous n’avez pas le droit d’utiliser ce qui doit porter le cluster.</translation>
    </message>
    <message>
        <source>For Docker: sudo usermod -aG docker $USER, then sign in to the desktop again.</source>
        <translation>Pour Docker&#xa0;: sudo usermod -aG docker $USER, puis rouvrez votre session de bureau.</translation>
    </message>
    <message>
        <source>What carries the cluster does not work.</source>
        <translation>Ce qui porte le cluster ne fonctionne pas.</translation>
    </message>
    <message>
        <source>Look at it with its own tools, then try again.</source>
        <translation>Examinez-le avec ses propres outils, puis réessayez.</translation>
    </message>
    <message>
        <source>The network between this machine and the cluster does not work.</source>
        <translation>Le réseau entre cette machine et le cluster ne fonctionne pas.</translation>
    </message>
    <message>
        <source>Check VPN and firewall, then start again.</source>
        <translation>Vérifiez le VPN et le pare-feu, puis redémarrez.</translation>
    </message>
    <message>
        <source>The cluster was made with another driver.</source>
        <translation>Le cluster a été créé avec un autre pilote.</translation>
    </message>
    <message>
        <source>Start it with its own driver, or delete it and create it again.</source>
        <translation>Démarrez-le avec son propre pilote, ou supprimez-le et recréez-le.</translation>
    </message>
    <message>
        <source>The cluster does not run.</source>
        <translation>Le cluster ne tourne pas.</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>Démarrez-le d’abord.</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>Ce profil n’existe plus.</translation>
    </message>
    <message>
        <source>Somebody deleted it; create it again if you want it.</source>
        <translation>Quelqu’un l’a supprimé&#x202f;; recréez-le si vous le voulez.</translation>
    </message>
    <message>
        <source>The machine of the cluster could not be made or started.</source>
        <translation>La machine du cluster n’a pas pu être créée ou démarrée.</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, delete it and create it anew.</source>
        <translation>Redémarrez-le. Si cela n’aide pas, supprimez-le et recréez-le.</translation>
    </message>
    <message>
        <source>The container runtime in the cluster does not work.</source>
        <translation>L’environnement de conteneurs du cluster ne fonctionne pas.</translation>
    </message>
    <message>
        <source>Save the logs and look there, or create it with another runtime.</source>
        <translation>Enregistrez les logs et cherchez-y, ou créez-le avec un autre environnement.</translation>
    </message>
    <message>
        <source>A tunnel runs already.</source>
        <translation>Un tunnel tourne déjà.</translation>
    </message>
    <message>
        <source>Use that one, or end it where it was started.</source>
        <translation>Utilisez celui-là, ou arrêtez-le là où il a été démarré.</translation>
    </message>
    <message>
        <source>minikube does not take one of the settings.</source>
        <translation>minikube n’accepte pas l’un des réglages.</translation>
    </message>
    <message>
        <source>Change the setting it names.</source>
        <translation>Changez le réglage qu’il nomme.</translation>
    </message>
    <message>
        <source>minikube was killed.</source>
        <translation>minikube a été tué.</translation>
    </message>
    <message>
        <source>Look at the state, then try again.</source>
        <translation>Regardez l’état, puis réessayez.</translation>
    </message>
    <message>
        <source>minikube could not do it.</source>
        <translation>minikube n’y est pas arrivé.</translation>
    </message>
    <message>
        <source>Read what it said; its logs say more.</source>
        <translation>Lisez ce qu’il a dit&#x202f;; ses logs en disent plus.</translation>
    </message>
</context>
<context>
    <name>models::ClusterFix</name>
    <message>
        <source>Start the cluster</source>
        <translation>Démarrer le cluster</translation>
    </message>
    <message>
        <source>Create a cluster…</source>
        <translation>Créer un cluster…</translation>
    </message>
    <message>
        <source>Choose dispatch…</source>
        <translation>Choisir dispatch…</translation>
    </message>
    <message>
        <source>Choose helm…</source>
        <translation>Choisir helm…</translation>
    </message>
    <message>
        <source>Choose kubectl…</source>
        <translation>Choisir kubectl…</translation>
    </message>
    <message>
        <source>Choose minikube…</source>
        <translation>Choisir minikube…</translation>
    </message>
    <message>
        <source>Choose openssl…</source>
        <translation>Choisir openssl…</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>Copier les commandes</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Copier la commande</translation>
    </message>
    <message>
        <source>Use today&apos;s repositories</source>
        <translation>Utiliser les dépôts d’aujourd’hui</translation>
    </message>
    <message>
        <source>Use its address</source>
        <translation>Utiliser son adresse</translation>
    </message>
    <message>
        <source>Use the local Dispatch</source>
        <translation>Utiliser le Dispatch local</translation>
    </message>
    <message>
        <source>To the settings</source>
        <translation>Vers les réglages</translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation>Désinstaller…</translation>
    </message>
    <message>
        <source>Show the pods</source>
        <translation>Montrer les pods</translation>
    </message>
</context>
<context>
    <name>models::ClusterProfile</name>
    <message>
        <source>minikube answered something that is none of its known answers.</source>
        <translation>minikube a répondu quelque chose qui n’est aucune de ses réponses connues.</translation>
    </message>
    <message>
        <source>Check that the tool is minikube, and its version.</source>
        <translation>Vérifiez que l’outil est bien minikube, et sa version.</translation>
    </message>
    <message>
        <source>list the profiles of minikube</source>
        <translation>lister les profils de minikube</translation>
    </message>
    <message>
        <source>minikube cannot read its own files, most likely kubeconfig.</source>
        <translation>minikube ne peut pas lire ses propres fichiers, très probablement kubeconfig.</translation>
    </message>
    <message>
        <source>Check the file that KUBECONFIG names, or ~/.kube/config: is it YAML, and yours?</source>
        <translation>Vérifiez le fichier que nomme KUBECONFIG, ou ~/.kube/config&#xa0;: est-ce du YAML, et est-il à vous&#x202f;?</translation>
    </message>
    <message>
        <source>ask minikube for the state</source>
        <translation>demander l’état à minikube</translation>
    </message>
    <message>
        <source>A name has at least two letters.</source>
        <translation>Un nom a au moins deux lettres.</translation>
    </message>
    <message>
        <source>Letters, digits, - and . only; it begins and ends with a letter or a digit.</source>
        <translation>Seulement lettres, chiffres, - et .&#x202f;; il commence et finit par une lettre ou un chiffre.</translation>
    </message>
    <message>
        <source>minikube keeps this word for itself.</source>
        <translation>minikube se réserve ce mot.</translation>
    </message>
</context>
<context>
    <name>models::ClusterState</name>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>minikube has not said yet how it is.</source>
        <translation>minikube n’a pas encore dit comment il va.</translation>
    </message>
    <message>
        <source>nonexistent</source>
        <translation>inexistant</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>Ce profil n’existe plus.</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>cassé</translation>
    </message>
    <message>
        <source>Its settings cannot be read: a start that never got far leaves this behind. Delete it.</source>
        <translation>Ses réglages ne peuvent pas être lus&#xa0;: un démarrage vite interrompu laisse cela derrière lui. Supprimez-le.</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>démarre</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>s’arrête</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>mise en pause</translation>
    </message>
    <message>
        <source>unpausing</source>
        <translation>sortie de pause</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>suppression</translation>
    </message>
    <message>
        <source>starting elsewhere</source>
        <translation>démarre ailleurs</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en marche</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>arrêté</translation>
    </message>
    <message>
        <source>Start it to see what runs in it.</source>
        <translation>Démarrez-le pour voir ce qui y tourne.</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pause</translation>
    </message>
    <message>
        <source>Kubernetes itself is paused; what runs in other namespaces, Dispatch too, goes on without it.</source>
        <translation>Kubernetes lui-même est en pause&#x202f;; ce qui tourne dans d’autres espaces de noms, Dispatch aussi, continue sans lui.</translation>
    </message>
    <message>
        <source>machine missing</source>
        <translation>machine manquante</translation>
    </message>
    <message>
        <source>Its machine or container was removed without minikube. Start makes a new one; what was in the old one is gone.</source>
        <translation>Sa machine ou son conteneur a été retiré sans minikube. Démarrer en crée un nouveau&#x202f;; ce qui était dans l’ancien est perdu.</translation>
    </message>
    <message>
        <source>driver down</source>
        <translation>pilote à l’arrêt</translation>
    </message>
    <message>
        <source>What carries its machine (Docker, for example) does not answer. Start that first.</source>
        <translation>Ce qui porte sa machine (Docker, par exemple) ne répond pas. Démarrez cela d’abord.</translation>
    </message>
    <message>
        <source>disk full</source>
        <translation>disque plein</translation>
    </message>
    <message>
        <source>The disk of its machine is full. Remove images there (minikube ssh -- docker system prune), or create it again with a larger disk.</source>
        <translation>Le disque de sa machine est plein. Retirez-y des images (minikube ssh -- docker system prune), ou recréez-le avec un disque plus grand.</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>dégradé</translation>
    </message>
    <message>
        <source>The machine runs, but Kubernetes does not answer well. Starting it again often helps; its logs say why.</source>
        <translation>La machine tourne, mais Kubernetes ne répond pas bien. Le redémarrer aide souvent&#x202f;; ses logs disent pourquoi.</translation>
    </message>
    <message>
        <source>misconfigured</source>
        <translation>mal configuré</translation>
    </message>
    <message>
        <source>The cluster is well, but kubeconfig points to another address. Repair the context.</source>
        <translation>Le cluster va bien, mais kubeconfig renvoie vers une autre adresse. Réparez le contexte.</translation>
    </message>
    <message>
        <source>It is being started outside of this console, or that was given up half way. Wait until it is done, or start it here.</source>
        <translation>Il est en cours de démarrage hors de cette console, ou cela a été abandonné à mi-chemin. Attendez la fin, ou démarrez-le ici.</translation>
    </message>
</context>
<context>
    <name>models::CreatePlan</name>
    <message>
        <source>A version looks like v1.31.0.</source>
        <translation>Une version s’écrit comme v1.31.0.</translation>
    </message>
    <message>
        <source>minikube %1 takes Kubernetes from %2 on. For %3 use minikube v1.24.0.</source>
        <translation>minikube %1 accepte Kubernetes à partir de %2. Pour %3, utilisez minikube v1.24.0.</translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 processors.</source>
        <translation>Kubernetes demande au moins %1 processeurs.</translation>
    </message>
    <message numerus="yes">
        <source>This machine has %n processors.</source>
        <translation>
            <numerusform>Cette machine a %n processeur.</numerusform>
            <numerusform>Cette machine a %n processeurs.</numerusform>
        </translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 MB.</source>
        <translation>Kubernetes demande au moins %1 Mo.</translation>
    </message>
    <message>
        <source>This machine has %1 MB.</source>
        <translation>Cette machine a %1 Mo.</translation>
    </message>
    <message>
        <source>That leaves next to nothing for everything else on this machine.</source>
        <translation>Il ne reste presque rien pour tout le reste de cette machine.</translation>
    </message>
    <message>
        <source>Images and data need at least %1 MB.</source>
        <translation>Les images et les données demandent au moins %1 Mo.</translation>
    </message>
    <message>
        <source>Only %1 MB are free; the disk grows as it is used, and may fill up.</source>
        <translation>Seuls %1 Mo sont libres&#x202f;; le disque grandit à l’usage et peut se remplir.</translation>
    </message>
    <message>
        <source>From 1 to %1 nodes.</source>
        <translation>De 1 à %1 nœuds.</translation>
    </message>
    <message>
        <source>There is a profile of this name.</source>
        <translation>Il y a déjà un profil de ce nom.</translation>
    </message>
    <message>
        <source>Choose what carries the cluster.</source>
        <translation>Choisissez ce qui porte le cluster.</translation>
    </message>
</context>
<context>
    <name>models::CronSchedule</name>
    <message>
        <source>seconds</source>
        <translation>secondes</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>minutes</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>heures</translation>
    </message>
    <message>
        <source>day of month</source>
        <translation>jour du mois</translation>
    </message>
    <message>
        <source>month</source>
        <translation>mois</translation>
    </message>
    <message>
        <source>day of week</source>
        <translation>jour de la semaine</translation>
    </message>
    <message>
        <source>The schedule is empty</source>
        <translation>La planification est vide</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known; there are @yearly, @monthly, @weekly, @daily, @hourly and @every 10s</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas connu&#x202f;; il y a @yearly, @monthly, @weekly, @daily, @hourly et @every 10s</translation>
    </message>
    <message>
        <source>A time zone cannot be given; schedules are in UTC</source>
        <translation>Un fuseau horaire ne peut pas être donné&#x202f;; les planifications sont en UTC</translation>
    </message>
    <message>
        <source>Expected 5 to 6 fields, found %1</source>
        <translation>5 à 6 champs attendus, %1 trouvés</translation>
    </message>
    <message>
        <source>A number is missing in the %1 field</source>
        <translation>Il manque un nombre dans le champ %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a value for the %2 field</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas une valeur pour le champ %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one slash</source>
        <translation>«&#xa0;%1&#xa0;» a plus d’une barre oblique</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one hyphen</source>
        <translation>«&#xa0;%1&#xa0;» a plus d’un trait d’union</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is out of range: the %2 field goes from %3 to %4</source>
        <translation>«&#xa0;%1&#xa0;» est hors limites&#xa0;: le champ %2 va de %3 à %4</translation>
    </message>
    <message>
        <source>&quot;%1&quot; begins after its end</source>
        <translation>«&#xa0;%1&#xa0;» commence après sa fin</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has a step of zero</source>
        <translation>«&#xa0;%1&#xa0;» a un pas de zéro</translation>
    </message>
    <message>
        <source>The %1 field is empty</source>
        <translation>Le champ %1 est vide</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a duration; write it as 10s, 5m or 1h30m</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas une durée&#x202f;; écrivez 10s, 5m ou 1h30m</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is longer than the 292 years a duration can hold</source>
        <translation>«&#xa0;%1&#xa0;» dépasse les 292 ans qu’une durée peut contenir</translation>
    </message>
</context>
<context>
    <name>models::DriverCatalogue</name>
    <message>
        <source>read the catalogue of driver types</source>
        <translation>lire le catalogue des types de pilotes</translation>
    </message>
    <message>
        <source>The catalogue that came with the program is damaged.</source>
        <translation>Le catalogue fourni avec le programme est endommagé.</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>Réinstallez le programme.</translation>
    </message>
    <message>
        <source>a setting without a key</source>
        <translation>un réglage sans clé</translation>
    </message>
    <message>
        <source>the setting %1 has no known type</source>
        <translation>le réglage %1 n’a pas de type connu</translation>
    </message>
    <message>
        <source>the group %1 names the unknown setting %2</source>
        <translation>le groupe %1 nomme le réglage inconnu %2</translation>
    </message>
    <message>
        <source>an entry without a name or an image</source>
        <translation>une entrée sans nom ou sans image</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>du JSON qui n’est pas une liste</translation>
    </message>
    <message>
        <source>Listens to a vCenter server and passes on what happens to virtual machines, hosts and datastores.</source>
        <translation>Écoute un serveur vCenter et transmet ce qui arrive aux machines virtuelles, aux hôtes et aux banques de données.</translation>
    </message>
    <message>
        <source>User, password and address in one line: user:password@host, with a port if it is not 443. Write %, #, /, ? and spaces as percent codes.</source>
        <translation>Utilisateur, mot de passe et adresse en une ligne&#xa0;: utilisateur:motdepasse@hôte, avec un port si ce n’est pas 443. Écrivez %, #, /,&#x202f;? et les espaces en codes pourcent.</translation>
    </message>
    <message>
        <source>Only the name or address of the vCenter server. For newer builds of the driver, instead of the line above.</source>
        <translation>Seulement le nom ou l’adresse du serveur vCenter. Pour les versions plus récentes du pilote, au lieu de la ligne ci-dessus.</translation>
    </message>
    <message>
        <source>Who to sign in as. Special characters as percent codes.</source>
        <translation>Sous quel nom s’authentifier. Caractères spéciaux en codes pourcent.</translation>
    </message>
    <message>
        <source>The password of that user. Special characters as percent codes.</source>
        <translation>Le mot de passe de cet utilisateur. Caractères spéciaux en codes pourcent.</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver, with its content.</source>
        <translation>Écrit chaque événement dans les logs du pilote, avec son contenu.</translation>
    </message>
    <message>
        <source>Receives events that Azure Event Grid pushes to the address of the driver.</source>
        <translation>Reçoit les événements qu’Azure Event Grid pousse vers l’adresse du pilote.</translation>
    </message>
    <message>
        <source>Fetches CloudWatch events of an AWS account through a queue that it sets up itself.</source>
        <translation>Récupère les événements CloudWatch d’un compte AWS par une file qu’il met lui-même en place.</translation>
    </message>
    <message>
        <source>The id of an AWS access key. The driver takes it only from a secret.</source>
        <translation>L’identifiant d’une clé d’accès AWS. Le pilote ne le prend que d’un secret.</translation>
    </message>
    <message>
        <source>The secret half of the access key. Session tokens and instance roles do not work.</source>
        <translation>La moitié secrète de la clé d’accès. Les jetons de session et les rôles d’instance ne fonctionnent pas.</translation>
    </message>
    <message>
        <source>The AWS region to listen in.</source>
        <translation>La région AWS à écouter.</translation>
    </message>
    <message>
        <source>A JSON list of CloudWatch patterns; each becomes one rule. A mistake here only shows in the log: then nothing arrives.</source>
        <translation>Une liste JSON de motifs CloudWatch&#x202f;; chacun devient une règle. Une erreur ici ne se voit que dans les logs&#xa0;: alors rien n’arrive.</translation>
    </message>
    <message>
        <source>A CloudWatch schedule in UTC, at most once a minute: rate(5 minutes) or cron(…).</source>
        <translation>Une planification CloudWatch en UTC, au plus une fois par minute&#xa0;: rate(5 minutes) ou cron(…).</translation>
    </message>
    <message>
        <source>How the name of the queue begins; a random part is added.</source>
        <translation>Le début du nom de la file&#x202f;; une partie aléatoire y est ajoutée.</translation>
    </message>
    <message>
        <source>Seconds between two looks into the queue, at least 1. Each look takes up to ten messages.</source>
        <translation>Secondes entre deux regards dans la file, au moins 1. Chaque regard prend jusqu’à dix messages.</translation>
    </message>
    <message>
        <source>Goes into the source of every event.</source>
        <translation>Va dans la source de chaque événement.</translation>
    </message>
    <message>
        <source>Removes the queue and the rules when the driver is asked to stop. A driver that is killed leaves them behind.</source>
        <translation>Retire la file et les règles quand il est demandé au pilote de s’arrêter. Un pilote tué les laisse derrière lui.</translation>
    </message>
    <message>
        <source>Empties the queue without sending any event on.</source>
        <translation>Vide la file sans transmettre d’événement.</translation>
    </message>
    <message>
        <source>Sends an event at set times.</source>
        <translation>Envoie un événement à des moments fixés.</translation>
    </message>
    <message>
        <source>When to fire, in UTC. Seconds come first: second, minute, hour, day, month and, if you like, weekday; or @every 10s, @hourly, @daily.</source>
        <translation>Quand se déclencher, en UTC. Les secondes viennent d’abord&#xa0;: seconde, minute, heure, jour, mois et, si vous voulez, jour de la semaine&#x202f;; ou @every 10s, @hourly, @daily.</translation>
    </message>
    <message>
        <source>Goes into the source of every event. Left empty, each start makes up its own.</source>
        <translation>Va dans la source de chaque événement. Si vide, chaque démarrage invente la sienne.</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver.</source>
        <translation>Écrit chaque événement dans les logs du pilote.</translation>
    </message>
    <message>
        <source>Fires without sending.</source>
        <translation>Se déclenche sans envoyer.</translation>
    </message>
    <message>
        <source>Gives you an address that takes CloudEvents 0.2 over HTTP from anyone who knows it, without a password.</source>
        <translation>Vous donne une adresse qui accepte des CloudEvents 0.2 par HTTP de quiconque la connaît, sans mot de passe.</translation>
    </message>
    <message>
        <source>Writes what arrives into the log and sends nothing on.</source>
        <translation>Écrit ce qui arrive dans les logs et ne transmet rien.</translation>
    </message>
    <message>
        <source>Sends an event every so many seconds. Good for trying things out.</source>
        <translation>Envoie un événement toutes les tant de secondes. Bon pour essayer.</translation>
    </message>
    <message>
        <source>Seconds between two events, at least 1.</source>
        <translation>Secondes entre deux événements, au moins 1.</translation>
    </message>
    <message>
        <source>Ticks without sending.</source>
        <translation>Bat la mesure sans envoyer.</translation>
    </message>
</context>
<context>
    <name>models::DriverOpinion</name>
    <message>
        <source>READY, but the cluster has no pod of it.</source>
        <translation>READY, mais le cluster n’en a aucun pod.</translation>
    </message>
    <message>
        <source>Check that this is the cluster of the connection. If it is, update the driver, and Dispatch makes its deployment again.</source>
        <translation>Vérifiez que c’est bien le cluster de la connexion. Si oui, mettez le pilote à jour, et Dispatch refait son déploiement.</translation>
    </message>
    <message>
        <source>The cluster has no pod of it.</source>
        <translation>Le cluster n’en a aucun pod.</translation>
    </message>
    <message>
        <source>The cluster has no pod of it yet.</source>
        <translation>Le cluster n’en a pas encore de pod.</translation>
    </message>
    <message>
        <source>ERROR, but its pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>ERROR, mais son pod %1 tourne, et %2 conteneurs sur %3 sont prêts.</translation>
    </message>
    <message>
        <source>Dispatch may not have looked again yet. If it stays so, update the driver.</source>
        <translation>Dispatch n’a peut-être pas encore regardé à nouveau. Si cela persiste, mettez le pilote à jour.</translation>
    </message>
    <message>
        <source>The pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>Le pod %1 tourne, et %2 conteneurs sur %3 sont prêts.</translation>
    </message>
    <message>
        <source>READY, but 0 of %1 pods are available: %2</source>
        <translation>READY, mais 0 pod sur %1 est disponible&#xa0;: %2</translation>
    </message>
    <message>
        <source>No pod is available: %1</source>
        <translation>Aucun pod n’est disponible&#xa0;: %1</translation>
    </message>
    <message>
        <source>Its pod is still there: %1</source>
        <translation>Son pod est toujours là&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1, but its pod cannot start: %2</source>
        <translation>%1, mais son pod ne peut pas démarrer&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1, and its pod starts: %2</source>
        <translation>%1, et son pod démarre&#xa0;: %2</translation>
    </message>
    <message>
        <source>The cluster could not be asked: %1</source>
        <translation>Le cluster n’a pas pu être interrogé&#xa0;: %1</translation>
    </message>
    <message>
        <source>Kubernetes can have no deployment with the name %1: it is longer than %2 letters, or has letters that it may not have.</source>
        <translation>Kubernetes ne peut pas avoir de déploiement du nom %1&#xa0;: il dépasse %2 lettres, ou contient des lettres non permises.</translation>
    </message>
    <message>
        <source>Make a driver with a shorter name, or of a type with a shorter one.</source>
        <translation>Créez un pilote au nom plus court, ou d’un type au nom plus court.</translation>
    </message>
</context>
<context>
    <name>models::Dwell</name>
    <message>
        <source>It starts and fails in turn. Its settings, its secrets or the system it watches are the usual cause: correct them with Edit.</source>
        <translation>Il démarre et échoue tour à tour. Ses réglages, ses secrets ou le système qu’il surveille en sont la cause habituelle&#xa0;: corrigez-les avec Modifier.</translation>
    </message>
    <message>
        <source>It works and fails in turn. See in the Uses tab what changes beneath it.</source>
        <translation>Il fonctionne et échoue tour à tour. Voyez dans l’onglet Utilise ce qui change en dessous.</translation>
    </message>
    <message>
        <source>This takes unusually long. Delete it again.</source>
        <translation>Cela prend anormalement longtemps. Supprimez-le à nouveau.</translation>
    </message>
    <message>
        <source>This takes unusually long. Check the image of its driver type, then save it again with Edit, or delete it.</source>
        <translation>Cela prend anormalement longtemps. Vérifiez l’image de son type de pilote, puis enregistrez-le à nouveau avec Modifier, ou supprimez-le.</translation>
    </message>
    <message>
        <source>This takes unusually long. Check its language, then save it again with Edit, or delete it.</source>
        <translation>Cela prend anormalement longtemps. Vérifiez son langage, puis enregistrez-la à nouveau avec Modifier, ou supprimez-la.</translation>
    </message>
    <message>
        <source>This takes unusually long. Save it again with Edit, or delete it.</source>
        <translation>Cela prend anormalement longtemps. Enregistrez-le à nouveau avec Modifier, ou supprimez-le.</translation>
    </message>
    <message>
        <source>Correct its settings or secrets with Edit; saving starts it again.</source>
        <translation>Corrigez ses réglages ou ses secrets avec Modifier&#x202f;; l’enregistrement le redémarre.</translation>
    </message>
    <message>
        <source>Correct the source or the handler with Edit; saving builds it again.</source>
        <translation>Corrigez la source ou le gestionnaire avec Modifier&#x202f;; l’enregistrement la reconstruit.</translation>
    </message>
    <message>
        <source>Look at the Uses tab for what is missing, then save it again with Edit.</source>
        <translation>Voyez dans l’onglet Utilise ce qui manque, puis enregistrez-le à nouveau avec Modifier.</translation>
    </message>
    <message>
        <source>It disappears when the server is done.</source>
        <translation>Il disparaît quand le serveur a fini.</translation>
    </message>
    <message>
        <source>Wait a moment; the list is looked at every second meanwhile.</source>
        <translation>Attendez un moment&#x202f;; entre-temps, la liste est regardée chaque seconde.</translation>
    </message>
</context>
<context>
    <name>models::EventProblems</name>
    <message>
        <source>An event needs an id.</source>
        <translation>Un événement a besoin d’un identifiant.</translation>
    </message>
    <message>
        <source>A time is written as in 2018-09-12T10:11:12.345Z or 2018-09-12T10:11:12+02:00. Leave it empty for the time of sending.</source>
        <translation>Une heure s’écrit comme 2018-09-12T10:11:12.345Z ou 2018-09-12T10:11:12+02:00. Laissez vide pour l’heure de l’envoi.</translation>
    </message>
    <message>
        <source>This is an address as in https://example.com/schema.json, or a path that starts with /. Blanks are written %20.</source>
        <translation>C’est une adresse comme https://example.com/schema.json, ou un chemin qui commence par /. Les espaces s’écrivent %20.</translation>
    </message>
    <message>
        <source>This extension needs a name.</source>
        <translation>Cette extension a besoin d’un nom.</translation>
    </message>
    <message>
        <source>There is already an extension of this name.</source>
        <translation>Il y a déjà une extension de ce nom.</translation>
    </message>
    <message>
        <source>A JSON value is needed, for example &quot;text&quot;, 1 or true.</source>
        <translation>Il faut une valeur JSON, par exemple &quot;text&quot;, 1 ou true.</translation>
    </message>
    <message>
        <source>Choose a file, or another kind of data.</source>
        <translation>Choisissez un fichier, ou un autre genre de données.</translation>
    </message>
    <message>
        <source>The file has not been looked at yet. Choose it again.</source>
        <translation>Le fichier n’a pas encore été examiné. Choisissez-le à nouveau.</translation>
    </message>
    <message>
        <source>The text holds half of a character (a lone surrogate). It arrives as a replacement character.</source>
        <translation>Le texte contient la moitié d’un caractère (un substitut isolé). Elle arrive comme caractère de remplacement.</translation>
    </message>
    <message>
        <source>The data is JSON, but the content type says something else. Leave it empty for application/json.</source>
        <translation>Les données sont du JSON, mais le type de contenu dit autre chose. Laissez-le vide pour application/json.</translation>
    </message>
    <message>
        <source>The content type says JSON, but functions receive the data as one string. Choose the JSON mode to send values.</source>
        <translation>Le type de contenu dit JSON, mais les fonctions reçoivent les données comme une seule chaîne. Choisissez le mode JSON pour envoyer des valeurs.</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, functions do not receive extensions.</source>
        <translation>Là où RabbitMQ porte les événements, les fonctions ne reçoivent pas d’extensions.</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, the time is cut to whole seconds.</source>
        <translation>Là où RabbitMQ porte les événements, l’heure est tronquée à la seconde.</translation>
    </message>
    <message>
        <source>Message brokers often refuse more than about 1 MB. The server answers before it finds out.</source>
        <translation>Les courtiers de messages refusent souvent plus d’environ 1 Mo. Le serveur répond avant de le savoir.</translation>
    </message>
</context>
<context>
    <name>models::EventTemplate</name>
    <message>
        <source>A text is expected here.</source>
        <translation>Un texte est attendu ici.</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>true ou false est attendu ici.</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>Un nombre entier est attendu ici.</translation>
    </message>
    <message>
        <source>Members with values are expected here, as in &quot;name: value&quot;.</source>
        <translation>Des membres avec des valeurs sont attendus ici, comme &quot;name: value&quot;.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is already above.</source>
        <translation>«&#xa0;%1&#xa0;» est déjà plus haut.</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. It has: %2.</source>
        <translation>Un modèle n’a pas de «&#xa0;%1&#xa0;». Il a&#xa0;: %2.</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. Did you mean &quot;%2&quot;?</source>
        <translation>Un modèle n’a pas de «&#xa0;%1&#xa0;». Vouliez-vous dire «&#xa0;%2&#xa0;»&#x202f;?</translation>
    </message>
    <message>
        <source>A list of &quot;- name: ...&quot; with &quot;value: ...&quot; is expected here.</source>
        <translation>Une liste de &quot;- name: ...&quot; avec &quot;value: ...&quot; est attendue ici.</translation>
    </message>
    <message>
        <source>A file needs its path.</source>
        <translation>Un fichier a besoin de son chemin.</translation>
    </message>
    <message>
        <source>The mode is json, text or file.</source>
        <translation>Le mode est json, text ou file.</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>Un modèle a besoin d’un nom.</translation>
    </message>
    <message>
        <source>There is more than one kind of data. Say which one counts, as in &quot;mode: json&quot;.</source>
        <translation>Il y a plus d’un genre de données. Dites lequel compte, comme &quot;mode: json&quot;.</translation>
    </message>
    <message>
        <source>This is not YAML: %1.</source>
        <translation>Ce n’est pas du YAML&#xa0;: %1.</translation>
    </message>
</context>
<context>
    <name>models::Failure</name>
    <message>
        <source>Tried: %1</source>
        <translation>Essayé&#xa0;: %1</translation>
    </message>
    <message>
        <source>Came back: %1</source>
        <translation>Revenu&#xa0;: %1</translation>
    </message>
    <message>
        <source>Meaning: %1</source>
        <translation>Signification&#xa0;: %1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>Que faire&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>models::HelmList</name>
    <message>
        <source>What helm listed is not what any of its versions lists.</source>
        <translation>Ce que Helm a listé ne correspond à aucune de ses versions.</translation>
    </message>
</context>
<context>
    <name>models::ImportReader</name>
    <message>
        <source>Did you mean %1?</source>
        <translation>Vouliez-vous dire %1&#x202f;?</translation>
    </message>
    <message>
        <source>A document has to be a list of members such as kind and name.</source>
        <translation>Un document doit être une liste de membres tels que kind et name.</translation>
    </message>
    <message>
        <source>The document has no kind.</source>
        <translation>Le document n’a pas de kind.</translation>
    </message>
    <message>
        <source>Kinds are: %1.</source>
        <translation>Les genres sont&#xa0;: %1.</translation>
    </message>
    <message>
        <source>It is called %1 now.</source>
        <translation>Il s’appelle maintenant %1.</translation>
    </message>
    <message>
        <source>There is no such kind.</source>
        <translation>Ce genre n’existe pas.</translation>
    </message>
    <message>
        <source>This member is there twice.</source>
        <translation>Ce membre y est deux fois.</translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation>Gardez-en un.</translation>
    </message>
    <message>
        <source>It is gone: leave it out.</source>
        <translation>Il a disparu&#xa0;: laissez-le de côté.</translation>
    </message>
    <message>
        <source>A %1 has no such member.</source>
        <translation>%1 n’a pas de tel membre.</translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation>Membres possibles&#xa0;: %1.</translation>
    </message>
    <message>
        <source>A text is expected here.</source>
        <translation>Un texte est attendu ici.</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>true ou false est attendu ici.</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>Un nombre entier est attendu ici.</translation>
    </message>
    <message>
        <source>A list of entries with key and value is expected here.</source>
        <translation>Une liste d’entrées avec clé et valeur est attendue ici.</translation>
    </message>
    <message>
        <source>An entry with key and value is expected here.</source>
        <translation>Une entrée avec clé et valeur est attendue ici.</translation>
    </message>
    <message>
        <source>Key and value, a line each, are expected here.</source>
        <translation>Clé et valeur, une par ligne, sont attendues ici.</translation>
    </message>
    <message>
        <source>This key is there twice.</source>
        <translation>Cette clé y est deux fois.</translation>
    </message>
    <message>
        <source>The value of a secret is a text.</source>
        <translation>La valeur d’un secret est un texte.</translation>
    </message>
    <message>
        <source>A list of texts is expected here.</source>
        <translation>Une liste de textes est attendue ici.</translation>
    </message>
    <message>
        <source>The file that the manifest names cannot be read.</source>
        <translation>Le fichier que nomme le manifeste ne peut pas être lu.</translation>
    </message>
    <message>
        <source>This member is missing.</source>
        <translation>Ce membre manque.</translation>
    </message>
    <message>
        <source>The file has %1; up to %2 are read.</source>
        <translation>Le fichier a %1&#x202f;; jusqu’à %2 sont lus.</translation>
    </message>
    <message>
        <source>Cut it into several files.</source>
        <translation>Découpez-le en plusieurs fichiers.</translation>
    </message>
    <message>
        <source>This is no text but something binary.</source>
        <translation>Ce n’est pas du texte mais du binaire.</translation>
    </message>
    <message>
        <source>YAML and JSON are read in UTF-8, or in UTF-16 with a mark.</source>
        <translation>YAML et JSON sont lus en UTF-8, ou en UTF-16 avec une marque.</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>Il est vide.</translation>
    </message>
    <message>
        <source>An import is one or more documents with a kind.</source>
        <translation>Un import est un ou plusieurs documents avec un kind.</translation>
    </message>
    <message>
        <source>This %1 occurs a second time; it is in %2 already.</source>
        <translation>%1&#xa0;: seconde occurrence&#x202f;; déjà présent dans %2.</translation>
    </message>
    <message>
        <source>This alias stands for something that contains the alias.</source>
        <translation>Cet alias désigne quelque chose qui contient l’alias.</translation>
    </message>
    <message>
        <source>The file unfolds into more than %1 values, which is the limit.</source>
        <translation>Le fichier se déplie en plus de %1 valeurs, ce qui est la limite.</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels, which is the limit.</source>
        <translation>L’imbrication dépasse %1 niveaux, ce qui est la limite.</translation>
    </message>
    <message>
        <source>There is a tab in the indentation. YAML is indented with spaces.</source>
        <translation>Il y a une tabulation dans l’indentation. YAML s’indente avec des espaces.</translation>
    </message>
    <message>
        <source>The lines do not fit together here: look at the indentation, and whether the file is cut off.</source>
        <translation>Les lignes ne s’accordent pas ici&#xa0;: regardez l’indentation, et si le fichier est tronqué.</translation>
    </message>
    <message>
        <source>The file ends in the middle of a text. Is it cut off?</source>
        <translation>Le fichier finit au milieu d’un texte. Est-il tronqué&#x202f;?</translation>
    </message>
    <message>
        <source>A character that cannot stand here. A tab? YAML is indented with spaces.</source>
        <translation>Un caractère qui ne peut pas être ici. Une tabulation&#x202f;? YAML s’indente avec des espaces.</translation>
    </message>
    <message>
        <source>A colon that cannot stand here: look at the indentation, or put the value in quotes.</source>
        <translation>Un deux-points qui ne peut pas être ici&#xa0;: regardez l’indentation, ou mettez la valeur entre guillemets.</translation>
    </message>
    <message>
        <source>This is no YAML: %1.</source>
        <translation>Ce n’est pas du YAML&#xa0;: %1.</translation>
    </message>
    <message>
        <source>This text has no closing quote. Is the file cut off?</source>
        <translation>Ce texte n’a pas de guillemet fermant. Le fichier est-il tronqué&#x202f;?</translation>
    </message>
</context>
<context>
    <name>models::InputCheck</name>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>character %1</source>
        <translation>caractère %1</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 octets</translation>
    </message>
    <message>
        <source>%1 bytes, SHA-256 %2</source>
        <translation>%1 octets, SHA-256 %2</translation>
    </message>
</context>
<context>
    <name>models::InstallAdvice</name>
    <message>
        <source>The installer finds no %1.</source>
        <translation>L’installateur ne trouve pas %1.</translation>
    </message>
    <message>
        <source>Helm 2.17.0 is needed. Install it, or say where it is.</source>
        <translation>Il faut Helm 2.17.0. Installez-le, ou indiquez où il est.</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>Installez-le, ou indiquez où il est.</translation>
    </message>
    <message>
        <source>Install it, or say where it is. It makes the certificates.</source>
        <translation>Installez-le, ou indiquez où il est. C’est lui qui fait les certificats.</translation>
    </message>
    <message>
        <source>The helm that was found is version 3 or newer.</source>
        <translation>Le Helm trouvé est en version 3 ou plus récente.</translation>
    </message>
    <message>
        <source>This installer works with helm 2 only: install 2.17.0 and choose it.</source>
        <translation>Cet installateur ne marche qu’avec Helm 2&#xa0;: installez la version 2.17.0 et choisissez-la.</translation>
    </message>
    <message>
        <source>Helm 2 has no tiller in this cluster.</source>
        <translation>Helm 2 n’a pas de Tiller dans ce cluster.</translation>
    </message>
    <message>
        <source>Run helm init, wait until the pod tiller-deploy is ready, and install again.</source>
        <translation>Exécutez helm init, attendez que le pod tiller-deploy soit prêt, puis installez à nouveau.</translation>
    </message>
    <message>
        <source>Helm is %1, and tiller in the cluster is another version.</source>
        <translation>Helm est en %1, et Tiller dans le cluster est d’une autre version.</translation>
    </message>
    <message>
        <source>Bring tiller to the version of helm with helm init --upgrade.</source>
        <translation>Amenez Tiller à la version de Helm avec helm init --upgrade.</translation>
    </message>
    <message>
        <source>This Kubernetes is too new: it has no %1 of the kind that the charts ask for.</source>
        <translation>Ce Kubernetes est trop récent&#xa0;: il n’a pas de %1 du genre que demandent les charts.</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes v1.15.12: that needs minikube v1.24.0 or older, and a virtual machine or a host with cgroup v1. What was installed already stays.</source>
        <translation>Créez un cluster avec Kubernetes v1.15.12&#xa0;: il faut pour cela minikube v1.24.0 ou plus ancien, et une machine virtuelle ou un hôte avec cgroup v1. Ce qui est déjà installé reste.</translation>
    </message>
    <message>
        <source>Tiller may not do what it needs to in this cluster.</source>
        <translation>Tiller n’a pas le droit de faire ce qu’il doit dans ce cluster.</translation>
    </message>
    <message>
        <source>Give its account the role cluster-admin.</source>
        <translation>Donnez à son compte le rôle cluster-admin.</translation>
    </message>
    <message>
        <source>No release failed: helm printed a warning about its repositories, and the installer takes that for one.</source>
        <translation>Aucune release n’a échoué&#xa0;: Helm a affiché un avertissement sur ses dépôts, et l’installateur le prend pour une release.</translation>
    </message>
    <message>
        <source>Take the old address out of the repositories of helm, and install again.</source>
        <translation>Retirez l’ancienne adresse des dépôts de Helm, puis installez à nouveau.</translation>
    </message>
    <message>
        <source>An earlier try left releases that failed: %1.</source>
        <translation>Un essai précédent a laissé des releases en échec&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Purge them, and install again. Their data goes with them.</source>
        <translation>Purgez-les, puis installez à nouveau. Leurs données partent avec elles.</translation>
    </message>
    <message>
        <source>The chart repository %1 is gone.</source>
        <translation>Le dépôt de charts %1 n’existe plus.</translation>
    </message>
    <message>
        <source>Let today&apos;s repositories stand in for it, in the advanced settings.</source>
        <translation>Faites-le remplacer par les dépôts d’aujourd’hui, dans les réglages avancés.</translation>
    </message>
    <message>
        <source>The charts of Dispatch cannot be fetched from %1.</source>
        <translation>Les charts de Dispatch ne peuvent pas être récupérés depuis %1.</translation>
    </message>
    <message>
        <source>Enter another address for them, or a folder with the charts of a checkout of Dispatch.</source>
        <translation>Saisissez une autre adresse pour eux, ou un dossier avec les charts d’un checkout de Dispatch.</translation>
    </message>
    <message>
        <source>The chart repository %1 does not answer, or is none.</source>
        <translation>Le dépôt de charts %1 ne répond pas, ou n’en est pas un.</translation>
    </message>
    <message>
        <source>Enter another repository for the chart, in the advanced settings.</source>
        <translation>Saisissez un autre dépôt pour le chart, dans les réglages avancés.</translation>
    </message>
    <message>
        <source>A chart repository refuses to give its charts.</source>
        <translation>Un dépôt de charts refuse de donner ses charts.</translation>
    </message>
    <message>
        <source>The pods of %1 did not become ready in time.</source>
        <translation>Les pods n’ont pas été prêts à temps (%1).</translation>
    </message>
    <message>
        <source>Look at what the pods wait for; most often an image cannot be pulled or the memory is not enough. Then purge the release and install again.</source>
        <translation>Regardez ce que les pods attendent&#x202f;; le plus souvent, une image ne peut pas être récupérée ou la mémoire ne suffit pas. Purgez ensuite la release et installez à nouveau.</translation>
    </message>
    <message>
        <source>Kubectl printed a warning, and the installer reads it as a port: %1</source>
        <translation>kubectl a affiché un avertissement, et l’installateur le lit comme un port&#xa0;: %1</translation>
    </message>
    <message>
        <source>Choose a kubectl of about the version of the cluster: 1.14 to 1.16 for Kubernetes 1.15. The release ingress stays behind and is used by the next try.</source>
        <translation>Choisissez un kubectl à peu près de la version du cluster&#xa0;: 1.14 à 1.16 pour Kubernetes 1.15. La release ingress reste en place et sert au prochain essai.</translation>
    </message>
    <message>
        <source>The install file names no host.</source>
        <translation>Le fichier d’installation ne nomme aucun hôte.</translation>
    </message>
    <message>
        <source>Enter the address of the cluster for both hosts.</source>
        <translation>Saisissez l’adresse du cluster pour les deux hôtes.</translation>
    </message>
    <message>
        <source>The installer does not take the setting %1.</source>
        <translation>L’installateur n’accepte pas le réglage %1.</translation>
    </message>
    <message>
        <source>Correct it in the settings.</source>
        <translation>Corrigez-le dans les réglages.</translation>
    </message>
    <message>
        <source>The installer cannot read the install file %1.</source>
        <translation>L’installateur ne peut pas lire le fichier d’installation %1.</translation>
    </message>
    <message>
        <source>Check that it is there and that you may read it.</source>
        <translation>Vérifiez qu’il est là et que vous pouvez le lire.</translation>
    </message>
    <message>
        <source>The install file %1 is not YAML.</source>
        <translation>Le fichier d’installation %1 n’est pas du YAML.</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>Réparez le fichier, ou remplissez le formulaire.</translation>
    </message>
    <message>
        <source>The certificate does not name the address of the server.</source>
        <translation>Le certificat ne nomme pas l’adresse du serveur.</translation>
    </message>
    <message>
        <source>The connection has to take this certificate unchecked, or pinned.</source>
        <translation>La connexion doit accepter ce certificat sans vérification, ou épinglé.</translation>
    </message>
    <message>
        <source>The service %1 is not there: a dry run installs nothing, and then asks for what it would have installed.</source>
        <translation>Le service %1 n’est pas là&#xa0;: un essai à blanc n’installe rien, puis demande ce qu’il aurait installé.</translation>
    </message>
    <message>
        <source>That says nothing about whether an installation works. Use the check above instead.</source>
        <translation>Cela ne dit rien sur la réussite d’une installation. Utilisez plutôt la vérification ci-dessus.</translation>
    </message>
    <message>
        <source>The cluster does not answer.</source>
        <translation>Le cluster ne répond pas.</translation>
    </message>
    <message>
        <source>Start it, or wait until it is ready, and install again. If it runs and still does not answer, delete it and create it again.</source>
        <translation>Démarrez-le, ou attendez qu’il soit prêt, puis installez à nouveau. S’il tourne et ne répond toujours pas, supprimez-le et créez-le à nouveau.</translation>
    </message>
    <message>
        <source>a chart</source>
        <translation>un chart</translation>
    </message>
    <message>
        <source>step %1 of %2, %3</source>
        <translation>étape %1 sur %2, %3</translation>
    </message>
    <message>
        <source>The installer gave up.</source>
        <translation>L’installateur a abandonné.</translation>
    </message>
    <message>
        <source>Read what it said. A try that failed may leave releases behind that the next one stumbles over.</source>
        <translation>Lisez ce qu’il a dit. Un essai en échec peut laisser des releases sur lesquelles le suivant trébuche.</translation>
    </message>
    <message>
        <source>The installer said that all is well, and installed nothing.</source>
        <translation>L’installateur a dit que tout va bien, et n’a rien installé.</translation>
    </message>
    <message>
        <source>It does that for a service that it does not know. Look at what it said, and install again.</source>
        <translation>Il fait cela pour un service qu’il ne connaît pas. Regardez ce qu’il a dit, puis installez à nouveau.</translation>
    </message>
    <message>
        <source>Only %1 charts were installed.</source>
        <translation>Seuls %1 charts ont été installés.</translation>
    </message>
    <message>
        <source>Install again; what is there already stays as it is.</source>
        <translation>Installez à nouveau&#x202f;; ce qui est déjà là reste tel quel.</translation>
    </message>
    <message>
        <source>exit code 0</source>
        <translation>code de sortie 0</translation>
    </message>
    <message>
        <source>The installer said that all is well, but helm says that these are not: %1.</source>
        <translation>L’installateur a dit que tout va bien, mais Helm dit que ce n’est pas le cas de celles-ci&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Purge them, and install again.</source>
        <translation>Purgez-les, puis installez à nouveau.</translation>
    </message>
</context>
<context>
    <name>models::InstallFile</name>
    <message>
        <source>read the install file %1</source>
        <translation>lire le fichier d’installation %1</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>Réparez le fichier, ou remplissez le formulaire.</translation>
    </message>
    <message>
        <source>It is not YAML.</source>
        <translation>Ce n’est pas du YAML.</translation>
    </message>
    <message>
        <source>several documents</source>
        <translation>plusieurs documents</translation>
    </message>
    <message>
        <source>An install file has one document.</source>
        <translation>Un fichier d’installation a un seul document.</translation>
    </message>
    <message>
        <source>no members</source>
        <translation>aucun membre</translation>
    </message>
    <message>
        <source>An install file has sections of settings.</source>
        <translation>Un fichier d’installation a des sections de réglages.</translation>
    </message>
    <message>
        <source>A host is an IP address, or a name that begins with a letter.</source>
        <translation>Un hôte est une adresse IP, ou un nom qui commence par une lettre.</translation>
    </message>
    <message>
        <source>A port is a number up to 65535.</source>
        <translation>Un port est un nombre jusqu’à 65535.</translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation>C’est true ou false.</translation>
    </message>
    <message>
        <source>The installer knows %1 only.</source>
        <translation>L’installateur ne connaît que %1.</translation>
    </message>
    <message>
        <source>An address has a scheme and a host, such as https://example.com.</source>
        <translation>Une adresse a un schéma et un hôte, comme https://example.com.</translation>
    </message>
    <message>
        <source>That is no email address.</source>
        <translation>Ce n’est pas une adresse e-mail.</translation>
    </message>
    <message>
        <source>A host is needed; usually the IP address of the cluster.</source>
        <translation>Il faut un hôte&#x202f;; en général l’adresse IP du cluster.</translation>
    </message>
    <message>
        <source>The installer takes a false for nothing said, and keeps it on. It cannot be turned off here.</source>
        <translation>L’installateur prend un false pour une absence de réponse, et laisse ce réglage activé. Il ne peut pas être désactivé ici.</translation>
    </message>
    <message>
        <source>A certificate of your own needs the file of its private key.</source>
        <translation>Un certificat à vous demande le fichier de sa clé privée.</translation>
    </message>
    <message>
        <source>Without a certificate file the key is not used, and a certificate is made.</source>
        <translation>Sans fichier de certificat, la clé ne sert pas, et un certificat est créé.</translation>
    </message>
    <message>
        <source>A registry needs its name; without one leave user and password empty too, and the one in the cluster is used.</source>
        <translation>Un registre d’images demande son nom&#x202f;; sans nom, laissez aussi l’utilisateur et le mot de passe vides, et celui du cluster est utilisé.</translation>
    </message>
    <message>
        <source>Only OpenFaaS uses an image pull secret.</source>
        <translation>Seul OpenFaaS utilise un secret pour récupérer les images.</translation>
    </message>
    <message>
        <source>OIDC needs the address of its issuer.</source>
        <translation>OIDC demande l’adresse de son émetteur.</translation>
    </message>
    <message>
        <source>Nobody can sign in until the provider knows this console: enter its client, or turn “No sign-in” on.</source>
        <translation>Personne ne peut s’authentifier tant que le fournisseur ne connaît pas cette console&#xa0;: saisissez son client, ou activez «&#xa0;Pas d’authentification&#xa0;».</translation>
    </message>
    <message>
        <source>That is no name of a namespace.</source>
        <translation>Ce n’est pas un nom d’espace de noms.</translation>
    </message>
</context>
<context>
    <name>models::InstallSettings</name>
    <message>
        <source>Host of Dispatch</source>
        <translation>Hôte de Dispatch</translation>
    </message>
    <message>
        <source>Host of the API gateway</source>
        <translation>Hôte de la passerelle API</translation>
    </message>
    <message>
        <source>No sign-in</source>
        <translation>Pas d’authentification</translation>
    </message>
    <message>
        <source>Debug messages</source>
        <translation>Messages de débogage</translation>
    </message>
    <message>
        <source>Tracing</source>
        <translation>Traçage</translation>
    </message>
    <message>
        <source>Keep data on disk</source>
        <translation>Garder les données sur le disque</translation>
    </message>
    <message>
        <source>Functions run on</source>
        <translation>Les fonctions tournent sur</translation>
    </message>
    <message>
        <source>Events travel by</source>
        <translation>Les événements passent par</translation>
    </message>
    <message>
        <source>Port of Dispatch</source>
        <translation>Port de Dispatch</translation>
    </message>
    <message>
        <source>Ingress is reached by</source>
        <translation>Ingress s’atteint par</translation>
    </message>
    <message>
        <source>API gateway is reached by</source>
        <translation>La passerelle API s’atteint par</translation>
    </message>
    <message>
        <source>Image host</source>
        <translation>Hôte des images</translation>
    </message>
    <message>
        <source>Image tag</source>
        <translation>Tag des images</translation>
    </message>
    <message>
        <source>Image registry</source>
        <translation>Registre d’images</translation>
    </message>
    <message>
        <source>Its user</source>
        <translation>Son utilisateur</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>Son mot de passe</translation>
    </message>
    <message>
        <source>Its email address</source>
        <translation>Son adresse e-mail</translation>
    </message>
    <message>
        <source>Without TLS</source>
        <translation>Sans TLS</translation>
    </message>
    <message>
        <source>Image pull secret</source>
        <translation>Secret pour récupérer les images</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de données</translation>
    </message>
    <message>
        <source>Database user</source>
        <translation>Utilisateur de la base de données</translation>
    </message>
    <message>
        <source>Database password</source>
        <translation>Mot de passe de la base de données</translation>
    </message>
    <message>
        <source>Keep the database on disk</source>
        <translation>Garder la base de données sur le disque</translation>
    </message>
    <message>
        <source>RabbitMQ user</source>
        <translation>Utilisateur de RabbitMQ</translation>
    </message>
    <message>
        <source>RabbitMQ password</source>
        <translation>Mot de passe de RabbitMQ</translation>
    </message>
    <message>
        <source>Sign-in provider</source>
        <translation>Fournisseur d’authentification</translation>
    </message>
    <message>
        <source>OIDC issuer</source>
        <translation>Émetteur OIDC</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>ID du client</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Secret du client</translation>
    </message>
    <message>
        <source>Cookie secret</source>
        <translation>Secret des cookies</translation>
    </message>
    <message>
        <source>Jaeger</source>
        <translation>Jaeger</translation>
    </message>
    <message>
        <source>Charts of Dispatch</source>
        <translation>Charts de Dispatch</translation>
    </message>
</context>
<context>
    <name>models::Json</name>
    <message>
        <source>read JSON</source>
        <translation>lire du JSON</translation>
    </message>
    <message>
        <source>The text is not valid JSON.</source>
        <translation>Le texte n’est pas du JSON valable.</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>imbriqué sur plus de %1 niveaux</translation>
    </message>
    <message>
        <source>syntax error at byte %1</source>
        <translation>erreur de syntaxe à l’octet %1</translation>
    </message>
</context>
<context>
    <name>models::JsonKeys</name>
    <message>
        <source>&quot;%1&quot; is already in this object, on line %2. Receivers keep only the last one.</source>
        <translation>«&#xa0;%1&#xa0;» est déjà dans cet objet, ligne %2. Les destinataires ne gardent que le dernier.</translation>
    </message>
</context>
<context>
    <name>models::JsonLayout</name>
    <message>
        <source>lay out JSON</source>
        <translation>mettre en forme du JSON</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Ligne %1, colonne %2&#xa0;: %3</translation>
    </message>
    <message>
        <source>The text is not valid JSON yet.</source>
        <translation>Le texte n’est pas encore du JSON valable.</translation>
    </message>
    <message>
        <source>With its deep nesting on lines of their own the text becomes too large.</source>
        <translation>Avec son imbrication profonde sur des lignes séparées, le texte devient trop grand.</translation>
    </message>
    <message>
        <source>Leave it as it is, or make it compact.</source>
        <translation>Laissez-le tel quel, ou rendez-le compact.</translation>
    </message>
</context>
<context>
    <name>models::JsonText</name>
    <message>
        <source>There is nothing here. A value is needed, for example {}.</source>
        <translation>Il n’y a rien ici. Il faut une valeur, par exemple {}.</translation>
    </message>
    <message>
        <source>The value is complete before this. Remove what follows, or put everything into one array.</source>
        <translation>La valeur est complète avant ceci. Retirez ce qui suit, ou mettez le tout dans un tableau.</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels. Flatten it.</source>
        <translation>L’imbrication dépasse %1 niveaux. Aplatissez-la.</translation>
    </message>
    <message>
        <source>An object ends with }, not with ].</source>
        <translation>Un objet finit par }, non par ].</translation>
    </message>
    <message>
        <source>An array ends with ], not with }.</source>
        <translation>Un tableau finit par ], non par }.</translation>
    </message>
    <message>
        <source>A comma or } is missing before this.</source>
        <translation>Il manque une virgule ou } avant ceci.</translation>
    </message>
    <message>
        <source>A comma or ] is missing before this.</source>
        <translation>Il manque une virgule ou ] avant ceci.</translation>
    </message>
    <message>
        <source>Remove this comma: nothing follows it.</source>
        <translation>Retirez cette virgule&#xa0;: rien ne la suit.</translation>
    </message>
    <message>
        <source>This { is never closed by }.</source>
        <translation>Ce { n’est jamais fermé par }.</translation>
    </message>
    <message>
        <source>This [ is never closed by ].</source>
        <translation>Ce [ n’est jamais fermé par ].</translation>
    </message>
    <message>
        <source>A name in double quotes is needed here, as in &quot;name&quot;: 1.</source>
        <translation>Il faut ici un nom entre guillemets doubles, comme &quot;name&quot;: 1.</translation>
    </message>
    <message>
        <source>A colon is missing between the name and its value.</source>
        <translation>Il manque un deux-points entre le nom et sa valeur.</translation>
    </message>
    <message>
        <source>This is not UTF-8. Save the text as UTF-8.</source>
        <translation>Ce n’est pas de l’UTF-8. Enregistrez le texte en UTF-8.</translation>
    </message>
    <message>
        <source>This text is never closed by &quot;.</source>
        <translation>Ce texte n’est jamais fermé par &quot;.</translation>
    </message>
    <message>
        <source>This text is not closed by &quot; on its line. A line end inside a text is written \n.</source>
        <translation>Ce texte n’est pas fermé par &quot; sur sa ligne. Une fin de ligne dans un texte s’écrit \n.</translation>
    </message>
    <message>
        <source>This control character is written %1 inside a text.</source>
        <translation>Ce caractère de contrôle s’écrit %1 dans un texte.</translation>
    </message>
    <message>
        <source>There is no such escape. A backslash itself is written \\.</source>
        <translation>Cet échappement n’existe pas. Une barre oblique inverse s’écrit \\.</translation>
    </message>
    <message>
        <source>\u needs four hexadecimal digits, as in \u00fc.</source>
        <translation>\u demande quatre chiffres hexadécimaux, comme \u00fc.</translation>
    </message>
    <message>
        <source>This is half of a character (a lone surrogate). Receivers replace it by U+FFFD.</source>
        <translation>C’est la moitié d’un caractère (un substitut isolé). Les destinataires la remplacent par U+FFFD.</translation>
    </message>
    <message>
        <source>A digit is missing here.</source>
        <translation>Il manque un chiffre ici.</translation>
    </message>
    <message>
        <source>A number does not start with 0.</source>
        <translation>Un nombre ne commence pas par 0.</translation>
    </message>
    <message>
        <source>A value is missing at the end.</source>
        <translation>Il manque une valeur à la fin.</translation>
    </message>
    <message>
        <source>Texts stand in double quotes.</source>
        <translation>Les textes sont entre guillemets doubles.</translation>
    </message>
    <message>
        <source>JSON has no comments. Remove this one.</source>
        <translation>JSON n’a pas de commentaires. Retirez celui-ci.</translation>
    </message>
    <message>
        <source>A value is missing before this.</source>
        <translation>Il manque une valeur avant ceci.</translation>
    </message>
    <message>
        <source>This is written %1, in lower case.</source>
        <translation>Cela s’écrit %1, en minuscules.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no value. Texts stand in double quotes; other words are true, false and null.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas une valeur. Les textes sont entre guillemets doubles&#x202f;; les autres mots sont true, false et null.</translation>
    </message>
</context>
<context>
    <name>models::Kubectl</name>
    <message>
        <source>The kubeconfig has no credentials for this cluster.</source>
        <translation>Le kubeconfig n’a pas d’identifiants pour ce cluster.</translation>
    </message>
    <message>
        <source>The cluster does not accept the credentials of the kubeconfig.</source>
        <translation>Le cluster n’accepte pas les identifiants du kubeconfig.</translation>
    </message>
    <message>
        <source>You may not do that in this cluster. It says nothing about what is there.</source>
        <translation>Vous n’avez pas ce droit dans ce cluster. Cela ne dit rien de ce qui s’y trouve.</translation>
    </message>
    <message>
        <source>Choose another namespace, or ask for the right.</source>
        <translation>Choisissez un autre espace de noms, ou demandez ce droit.</translation>
    </message>
    <message>
        <source>The kubeconfig does not know this cluster. minikube takes it out when the cluster stops.</source>
        <translation>Le kubeconfig ne connaît pas ce cluster. minikube l’en retire quand le cluster s’arrête.</translation>
    </message>
    <message>
        <source>Start the cluster, or let minikube write the kubeconfig again (Update context).</source>
        <translation>Démarrez le cluster, ou faites réécrire le kubeconfig par minikube (Réparer le contexte).</translation>
    </message>
    <message>
        <source>There is no kubeconfig.</source>
        <translation>Il n’y a pas de kubeconfig.</translation>
    </message>
    <message>
        <source>The kubeconfig cannot be read.</source>
        <translation>Le kubeconfig ne peut pas être lu.</translation>
    </message>
    <message>
        <source>Correct the file, or move it away and let minikube write a new one.</source>
        <translation>Corrigez le fichier, ou déplacez-le et laissez minikube en écrire un nouveau.</translation>
    </message>
    <message>
        <source>The cluster measures nothing: the add-on metrics-server is not enabled.</source>
        <translation>Le cluster ne mesure rien&#xa0;: le module metrics-server n’est pas activé.</translation>
    </message>
    <message>
        <source>Enable the add-on metrics-server and wait a minute.</source>
        <translation>Activez le module metrics-server et attendez une minute.</translation>
    </message>
    <message>
        <source>There was no container before this one, or its log is gone.</source>
        <translation>Il n’y avait pas de conteneur avant celui-ci, ou ses logs ont disparu.</translation>
    </message>
    <message>
        <source>Read the log of the one that is there.</source>
        <translation>Lisez les logs de celui qui est là.</translation>
    </message>
    <message>
        <source>The container has not started, so there is no log of it.</source>
        <translation>Le conteneur n’a pas démarré&#xa0;: il n’en existe pas de logs.</translation>
    </message>
    <message>
        <source>The reason of the pod and its events say what it waits for.</source>
        <translation>La raison du pod et ses événements disent ce qu’il attend.</translation>
    </message>
    <message>
        <source>Another program has this local port.</source>
        <translation>Un autre programme occupe ce port local.</translation>
    </message>
    <message>
        <source>Choose another local port, or let the system choose one.</source>
        <translation>Choisissez un autre port local, ou laissez le système en choisir un.</translation>
    </message>
    <message>
        <source>The local port cannot be opened.</source>
        <translation>Le port local ne peut pas être ouvert.</translation>
    </message>
    <message>
        <source>The pod does not run, so nothing can be forwarded to it.</source>
        <translation>Le pod ne tourne pas&#xa0;: rien ne peut y être redirigé.</translation>
    </message>
    <message>
        <source>The connection to the pod was lost: it, or the cluster, went away.</source>
        <translation>La connexion au pod est perdue&#xa0;: lui ou le cluster a disparu.</translation>
    </message>
    <message>
        <source>Look whether the pod still runs.</source>
        <translation>Regardez si le pod tourne encore.</translation>
    </message>
    <message>
        <source>It did not become ready in time.</source>
        <translation>Il n’a pas été prêt à temps.</translation>
    </message>
    <message>
        <source>Look at its pods and their events.</source>
        <translation>Regardez ses pods et leurs événements.</translation>
    </message>
    <message>
        <source>It is not there, or not any more.</source>
        <translation>Il n’est pas là, ou plus.</translation>
    </message>
    <message>
        <source>Refresh the list.</source>
        <translation>Actualisez la liste.</translation>
    </message>
    <message>
        <source>The certificate of the cluster is not the one of the kubeconfig.</source>
        <translation>Le certificat du cluster n’est pas celui du kubeconfig.</translation>
    </message>
    <message>
        <source>The cluster does not answer: it is stopped, paused, or still starting.</source>
        <translation>Le cluster ne répond pas&#xa0;: il est arrêté, en pause, ou démarre encore.</translation>
    </message>
    <message>
        <source>Look at its state on this page, and start it.</source>
        <translation>Regardez son état sur cette page, et démarrez-le.</translation>
    </message>
    <message>
        <source>The cluster did not answer in time: it is paused, or overloaded.</source>
        <translation>Le cluster n’a pas répondu à temps&#xa0;: il est en pause, ou surchargé.</translation>
    </message>
    <message>
        <source>Look at its state on this page; unpause it, or give it more memory.</source>
        <translation>Regardez son état sur cette page&#x202f;; sortez-le de la pause, ou donnez-lui plus de mémoire.</translation>
    </message>
    <message>
        <source>The address of the cluster does not exist.</source>
        <translation>L’adresse du cluster n’existe pas.</translation>
    </message>
    <message>
        <source>The machine of the cluster cannot be reached.</source>
        <translation>La machine du cluster ne peut pas être atteinte.</translation>
    </message>
    <message>
        <source>The cluster did not accept that.</source>
        <translation>Le cluster n’a pas accepté cela.</translation>
    </message>
    <message>
        <source>What it said names the reason.</source>
        <translation>Ce qu’il a dit en nomme la raison.</translation>
    </message>
    <message>
        <source>This kubectl is too old, or no kubectl of Kubernetes.</source>
        <translation>Ce kubectl est trop ancien, ou n’est pas le kubectl de Kubernetes.</translation>
    </message>
    <message>
        <source>Install a newer one, or choose another one.</source>
        <translation>Installez-en un plus récent, ou choisissez-en un autre.</translation>
    </message>
    <message>
        <source>nothing, and exit code %1</source>
        <translation>rien, et le code de sortie %1</translation>
    </message>
    <message>
        <source>kubectl could not do it (exit code %1).</source>
        <translation>kubectl n’y est pas arrivé (code de sortie %1).</translation>
    </message>
    <message>
        <source>Let minikube write the kubeconfig again (Repair context).</source>
        <translation>Faites réécrire le kubeconfig par minikube (Réparer le contexte).</translation>
    </message>
</context>
<context>
    <name>models::Kubernetes</name>
    <message>
        <source>The list of events</source>
        <translation>La liste des événements</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1&#xa0;: lecture impossible.</translation>
    </message>
    <message>
        <source>JSON that is no list of Kubernetes</source>
        <translation>du JSON qui n’est pas une liste de Kubernetes</translation>
    </message>
    <message>
        <source>Check that kubectl is the one of Kubernetes.</source>
        <translation>Vérifiez que kubectl est bien celui de Kubernetes.</translation>
    </message>
    <message>
        <source>The list of nodes</source>
        <translation>La liste des nœuds</translation>
    </message>
    <message>
        <source>The list of namespaces</source>
        <translation>La liste des espaces de noms</translation>
    </message>
    <message>
        <source>container %1 was started again once; the last time it ended with exit code %2 (%3)</source>
        <translation>le conteneur %1 a redémarré une fois&#x202f;; la dernière fois, il s’est terminé avec le code de sortie %2 (%3)</translation>
    </message>
    <message>
        <source>container %1 was started again %4 times; the last time it ended with exit code %2 (%3)</source>
        <translation>le conteneur %1 a redémarré %4 fois&#x202f;; la dernière fois, il s’est terminé avec le code de sortie %2 (%3)</translation>
    </message>
    <message>
        <source>Check the name of the image, and whether the cluster can reach its registry. The events below say what the registry answered.</source>
        <translation>Vérifiez le nom de l’image, et si le cluster peut atteindre son registre d’images. Les événements ci-dessous disent ce que celui-ci a répondu.</translation>
    </message>
    <message>
        <source>Correct the name of the image.</source>
        <translation>Corrigez le nom de l’image.</translation>
    </message>
    <message>
        <source>It ends soon after each start. Read the previous log of its container; an event driver ends when it is given a setting it does not know.</source>
        <translation>Il se termine peu après chaque démarrage. Lisez les logs précédents de son conteneur&#x202f;; un pilote d’événements se termine quand il reçoit un réglage qu’il ne connaît pas.</translation>
    </message>
    <message>
        <source>Read the previous log of its container.</source>
        <translation>Lisez les logs précédents de son conteneur.</translation>
    </message>
    <message>
        <source>It took more memory than it may. Give it, or the cluster, more.</source>
        <translation>Il a pris plus de mémoire que permis. Donnez-lui-en plus, ou au cluster.</translation>
    </message>
    <message>
        <source>A secret or a setting that it needs is not in the cluster.</source>
        <translation>Un secret ou un réglage dont il a besoin n’est pas dans le cluster.</translation>
    </message>
    <message>
        <source>Look at its events below.</source>
        <translation>Regardez ses événements ci-dessous.</translation>
    </message>
    <message>
        <source>No node has room for it. Stop what is not needed, or make a cluster with more memory and processors.</source>
        <translation>Aucun nœud n’a de place pour lui. Arrêtez ce qui est inutile, ou créez un cluster avec plus de mémoire et de processeurs.</translation>
    </message>
    <message>
        <source>The node ran short of memory or disk. Make room, then delete the pod.</source>
        <translation>Le nœud a manqué de mémoire ou de disque. Faites de la place, puis supprimez le pod.</translation>
    </message>
    <message>
        <source>The list of pods</source>
        <translation>La liste des pods</translation>
    </message>
</context>
<context>
    <name>models::KubernetesEventModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1&#xa0;: rien</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Vu en dernier</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objet</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Fois</translation>
    </message>
</context>
<context>
    <name>models::MinikubeLists</name>
    <message>
        <source>list the add-ons</source>
        <translation>lister les modules</translation>
    </message>
    <message>
        <source>list the services</source>
        <translation>lister les services</translation>
    </message>
    <message>
        <source>ask for the address of the cluster</source>
        <translation>demander l’adresse du cluster</translation>
    </message>
</context>
<context>
    <name>models::Plan</name>
    <message>
        <source>This server has no %1: %2</source>
        <translation>Ce serveur n’offre pas %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>No values in the file: those on the server stay.</source>
        <translation>Pas de valeurs dans le fichier&#xa0;: celles du serveur restent.</translation>
    </message>
    <message>
        <source>Servers do not change the tags of a secret; delete and create it for that.</source>
        <translation>Les serveurs ne changent pas les étiquettes d’un secret&#x202f;; supprimez-le et recréez-le pour cela.</translation>
    </message>
    <message>
        <source>Servers do not give sources back, so it cannot be compared. Tick it to send it again.</source>
        <translation>Les serveurs ne rendent pas les sources&#xa0;: impossible de comparer. Cochez-la pour l’envoyer à nouveau.</translation>
    </message>
    <message>
        <source>A function is created and changed together with its source, and the file names no sourcePath.</source>
        <translation>Une fonction est créée et modifiée avec sa source, et le fichier ne nomme pas de sourcePath.</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files: the server will refuse this.</source>
        <translation>%1 %2 n’est ni sur le serveur ni dans les fichiers&#xa0;: le serveur refusera cela.</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files.</source>
        <translation>%1 %2 n’est ni sur le serveur ni dans les fichiers.</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name: %1 is longer than 63 characters.</source>
        <translation>Kubernetes refusera le nom&#xa0;: %1 dépasse 63 caractères.</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name %1: capitals and underscores are not allowed.</source>
        <translation>Kubernetes refusera le nom %1&#xa0;: majuscules et tirets bas ne sont pas permis.</translation>
    </message>
    <message>
        <source>This server gives each event to only one of the subscriptions of a type, and deleting one breaks the others: %1.</source>
        <translation>Ce serveur ne donne chaque événement qu’à un seul des abonnements d’un type, et en supprimer un casse les autres&#xa0;: %1.</translation>
    </message>
    <message>
        <source>It needs the %1 %2, which is blocked.</source>
        <translation>Dépend de %1 %2, qui est bloqué.</translation>
    </message>
    <message>
        <source>(without a value)</source>
        <translation>(sans valeur)</translation>
    </message>
    <message>
        <source>The %1 %2 uses it, and stays.</source>
        <translation>%1 %2 l’utilise, et reste.</translation>
    </message>
</context>
<context>
    <name>models::PodTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1&#xa0;: rien</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espace de noms</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Redémarrages</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nœud</translation>
    </message>
</context>
<context>
    <name>models::Preflight</name>
    <message>
        <source>The cluster runs</source>
        <translation>Le cluster tourne</translation>
    </message>
    <message>
        <source>Version of Kubernetes</source>
        <translation>Version de Kubernetes</translation>
    </message>
    <message>
        <source>What the charts ask Kubernetes for</source>
        <translation>Ce que les charts demandent à Kubernetes</translation>
    </message>
    <message>
        <source>The installer, dispatch</source>
        <translation>L’installateur, dispatch</translation>
    </message>
    <message>
        <source>Helm</source>
        <translation>Helm</translation>
    </message>
    <message>
        <source>Version of Helm</source>
        <translation>Version de Helm</translation>
    </message>
    <message>
        <source>Tiller, the half of Helm 2 in the cluster</source>
        <translation>Tiller, la moitié de Helm 2 dans le cluster</translation>
    </message>
    <message>
        <source>Tiller may do what it must</source>
        <translation>Tiller a le droit de faire ce qu’il doit</translation>
    </message>
    <message>
        <source>kubectl</source>
        <translation>kubectl</translation>
    </message>
    <message>
        <source>kubectl says nothing by the way</source>
        <translation>kubectl ne dit rien en passant</translation>
    </message>
    <message>
        <source>OpenSSL, for the certificates</source>
        <translation>OpenSSL, pour les certificats</translation>
    </message>
    <message>
        <source>minikube</source>
        <translation>minikube</translation>
    </message>
    <message>
        <source>Version of minikube</source>
        <translation>Version de minikube</translation>
    </message>
    <message>
        <source>What carries the cluster</source>
        <translation>Ce qui porte le cluster</translation>
    </message>
    <message>
        <source>Control groups of this machine</source>
        <translation>Groupes de contrôle de cette machine</translation>
    </message>
    <message>
        <source>Processors, memory, disk</source>
        <translation>Processeurs, mémoire, disque</translation>
    </message>
    <message>
        <source>kubectl knows the cluster</source>
        <translation>kubectl connaît le cluster</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Nœuds</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <source>Charts can be fetched</source>
        <translation>Les charts peuvent être récupérés</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>No releases that failed</source>
        <translation>Pas de release en échec</translation>
    </message>
    <message>
        <source>Earlier installations</source>
        <translation>Installations précédentes</translation>
    </message>
    <message>
        <source>Hosts in the install file</source>
        <translation>Hôtes du fichier d’installation</translation>
    </message>
    <message>
        <source>The cluster can be reached from here</source>
        <translation>Le cluster peut être atteint d’ici</translation>
    </message>
    <message>
        <source>Work folder</source>
        <translation>Dossier de travail</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bon</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>avertissement</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>mauvais</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>pas nécessaire</translation>
    </message>
    <message>
        <source>can be seen once the cluster runs</source>
        <translation>visible dès que le cluster tourne</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>examen…</translation>
    </message>
    <message>
        <source>The local Dispatch comes with this console and needs none of this.</source>
        <translation>Le Dispatch local est fourni avec cette console et n’a besoin de rien de tout cela.</translation>
    </message>
    <message>
        <source>Looking: %1 answers are still to come.</source>
        <translation>Examen&#xa0;: %1 réponses manquent encore.</translation>
    </message>
    <message>
        <source>An installation cannot work yet: %1 bad, %2 to be careful about.</source>
        <translation>Une installation ne peut pas encore marcher&#xa0;: %1 mauvais, %2 à surveiller.</translation>
    </message>
    <message>
        <source>Nothing is wrong so far; %1 could not be found out.</source>
        <translation>Rien ne va mal jusqu’ici&#x202f;; non déterminés&#xa0;: %1.</translation>
    </message>
    <message>
        <source>It may work; be careful about %1.</source>
        <translation>Cela peut marcher&#x202f;; points à surveiller&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Everything is right for an installation.</source>
        <translation>Tout est bon pour une installation.</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes %1. That needs minikube %2 or older, and a driver with a virtual machine (kvm2, virtualbox, hyperkit) or a machine with cgroup v1. Or take another way of installing.</source>
        <translation>Créez un cluster avec Kubernetes %1. Il faut pour cela minikube %2 ou plus ancien, et un pilote à machine virtuelle (kvm2, virtualbox, hyperkit) ou une machine avec cgroup v1. Ou prenez une autre méthode d’installation.</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes ask for 1.19 or newer.</source>
        <translation>Les charts pour un Kubernetes actuel demandent la version 1.19 ou plus récente.</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 ne répond pas</translation>
    </message>
    <message>
        <source>Starting the cluster tells whether it works.</source>
        <translation>Le démarrage du cluster dira si cela marche.</translation>
    </message>
    <message>
        <source>%1 processors, %2 MB memory, %3 MB disk</source>
        <translation>%1 processeurs, %2 Mo de mémoire, %3 Mo de disque</translation>
    </message>
    <message>
        <source>Dispatch wants %1 processors, %2 MB memory and %3 MB disk. A cluster keeps what it was created with: create it again.</source>
        <translation>Dispatch veut %1 processeurs, %2 Mo de mémoire et %3 Mo de disque. Un cluster garde ce avec quoi il a été créé&#xa0;: créez-le à nouveau.</translation>
    </message>
    <message>
        <source>%1; the installer gets a file of its own with this one only</source>
        <translation>%1&#x202f;; l’installateur reçoit un fichier à lui, avec celui-ci seulement</translation>
    </message>
    <message>
        <source>there is no context %1</source>
        <translation>il n’y a pas de contexte %1</translation>
    </message>
    <message>
        <source>Start the cluster again, which writes it.</source>
        <translation>Démarrez à nouveau le cluster, ce qui l’écrit.</translation>
    </message>
    <message>
        <source>%1: the charts of the installer need 1.10 to 1.15</source>
        <translation>%1&#xa0;: les charts de l’installateur demandent 1.10 à 1.15</translation>
    </message>
    <message>
        <source>The charts were tried with 1.10 to 1.15.</source>
        <translation>Les charts ont été essayés avec 1.10 à 1.15.</translation>
    </message>
    <message>
        <source>%1 without deployments, which the charts ask for</source>
        <translation>%1 sans déploiements, que demandent les charts</translation>
    </message>
    <message>
        <source>no %1, which the charts ask for</source>
        <translation>pas de %1, que demandent les charts</translation>
    </message>
    <message>
        <source>not ready: %1</source>
        <translation>pas prêts&#xa0;: %1</translation>
    </message>
    <message>
        <source>Wait until the nodes are ready, or start the cluster again.</source>
        <translation>Attendez que les nœuds soient prêts, ou démarrez à nouveau le cluster.</translation>
    </message>
    <message>
        <source>The node runs out of it: pods are turned away. Make room, or create a larger cluster.</source>
        <translation>Le nœud en manque&#xa0;: des pods sont refusés. Faites de la place, ou créez un cluster plus grand.</translation>
    </message>
    <message>
        <source>Create the cluster with the container runtime docker: others refuse the image registry in the cluster, which has no TLS.</source>
        <translation>Créez le cluster avec l’environnement de conteneurs docker&#xa0;: les autres refusent le registre d’images du cluster, qui n’a pas de TLS.</translation>
    </message>
    <message>
        <source>%1 ready, %2</source>
        <translation>prêts&#xa0;: %1, %2</translation>
    </message>
    <message>
        <source>no data is kept on disk</source>
        <translation>aucune donnée n’est gardée sur le disque</translation>
    </message>
    <message>
        <source>there is a default storage class</source>
        <translation>il y a une classe de stockage par défaut</translation>
    </message>
    <message>
        <source>no default storage class</source>
        <translation>pas de classe de stockage par défaut</translation>
    </message>
    <message>
        <source>Turn the add-on default-storageclass on, or keep no data.</source>
        <translation>Activez le module default-storageclass, ou ne gardez pas de données.</translation>
    </message>
    <message>
        <source>the driver %1 hides the ports of the cluster here</source>
        <translation>le pilote %1 cache ici les ports du cluster</translation>
    </message>
    <message>
        <source>Forward the ports of the pods of the ingress and of kongproxy, and connect to those.</source>
        <translation>Redirigez les ports des pods d’Ingress et de kongproxy, et connectez-vous à ceux-là.</translation>
    </message>
    <message>
        <source>at its address; tried after the installation</source>
        <translation>à son adresse&#x202f;; essayé après l’installation</translation>
    </message>
    <message>
        <source>Charts without tiller need Helm 3 or newer.</source>
        <translation>Les charts sans Tiller demandent Helm 3 ou plus récent.</translation>
    </message>
    <message>
        <source>cannot be fetched: %1</source>
        <translation>ne peuvent pas être récupérés&#xa0;: %1</translation>
    </message>
    <message>
        <source>The repositories that the installer takes by itself are gone since 2020. Let today&apos;s stand in for them.</source>
        <translation>Les dépôts que l’installateur prend de lui-même n’existent plus depuis 2020. Faites-les remplacer par ceux d’aujourd’hui.</translation>
    </message>
    <message>
        <source>Enter other repositories in the advanced settings, or a folder with charts.</source>
        <translation>Saisissez d’autres dépôts dans les réglages avancés, ou un dossier avec des charts.</translation>
    </message>
    <message>
        <source>%1: the installer works with Helm 2, from 2.15 on</source>
        <translation>%1&#xa0;: l’installateur marche avec Helm 2, à partir de 2.15</translation>
    </message>
    <message>
        <source>Get Helm 2.17.0 and choose it, or take another way of installing.</source>
        <translation>Procurez-vous Helm 2.17.0 et choisissez-le, ou prenez une autre méthode d’installation.</translation>
    </message>
    <message>
        <source>%1 here, tiller %2</source>
        <translation>%1 ici, Tiller %2</translation>
    </message>
    <message>
        <source>Bring tiller to the version of Helm.</source>
        <translation>Amenez Tiller à la version de Helm.</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>prêt</translation>
    </message>
    <message>
        <source>there is none that is ready</source>
        <translation>il n’y en a pas qui soit prêt</translation>
    </message>
    <message>
        <source>Run helm init; tiller needs an account that may do everything.</source>
        <translation>Exécutez helm init&#x202f;; Tiller a besoin d’un compte qui a tous les droits.</translation>
    </message>
    <message>
        <source>its account may do everything</source>
        <translation>son compte a tous les droits</translation>
    </message>
    <message>
        <source>the account kube-system/tiller may not do everything</source>
        <translation>le compte kube-system/tiller n’a pas tous les droits</translation>
    </message>
    <message>
        <source>Bind it to the role cluster-admin.</source>
        <translation>Liez-le au rôle cluster-admin.</translation>
    </message>
    <message>
        <source>Purge them: the installer refuses to work beside them. Their data goes with them.</source>
        <translation>Purgez-les&#xa0;: l’installateur refuse de travailler à côté d’elles. Leurs données partent avec elles.</translation>
    </message>
    <message>
        <source>none, but Helm says: %1</source>
        <translation>aucune, mais Helm dit&#xa0;: %1</translation>
    </message>
    <message>
        <source>The installer takes each word for a release that failed. Take the old address out of the repositories of Helm.</source>
        <translation>L’installateur prend chaque mot pour une release en échec. Retirez l’ancienne adresse des dépôts de Helm.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>The installer reads each word as the number of a port. Choose a kubectl of about the version of the cluster.</source>
        <translation>L’installateur lit chaque mot comme le numéro d’un port. Choisissez un kubectl à peu près de la version du cluster.</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>tous (%1)</translation>
    </message>
    <message>
        <source>those of the old Google repositories</source>
        <translation>ceux des anciens dépôts de Google</translation>
    </message>
    <message>
        <source>%1 is in the cluster</source>
        <translation>%1 est dans le cluster</translation>
    </message>
    <message>
        <source>%1 has to be pulled</source>
        <translation>%1 est à récupérer</translation>
    </message>
    <message>
        <source>Whether it still is where it was, only pulling tells. One that you have can be loaded into the cluster.</source>
        <translation>Si elle est toujours là où elle était, seule la récupération le dira. Une image que vous avez peut être chargée dans le cluster.</translation>
    </message>
    <message>
        <source>namespaces: %1</source>
        <translation>espaces de noms&#xa0;: %1</translation>
    </message>
    <message>
        <source>releases: %1</source>
        <translation>releases&#xa0;: %1</translation>
    </message>
    <message>
        <source>Installing again upgrades what is there. Uninstall first for a fresh one.</source>
        <translation>Installer à nouveau met à niveau ce qui est là. Désinstallez d’abord pour repartir à neuf.</translation>
    </message>
    <message>
        <source>“%1”, and the cluster is at %2</source>
        <translation>«&#xa0;%1&#xa0;», et le cluster est à %2</translation>
    </message>
    <message>
        <source>Enter the address of the cluster, which may change when it starts.</source>
        <translation>Saisissez l’adresse du cluster, qui peut changer quand il démarre.</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>introuvable</translation>
    </message>
    <message>
        <source>Say where it is, or get it: %1</source>
        <translation>Indiquez où il est, ou procurez-vous-le&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1%2 cannot be used: %3</source>
        <translation>%1%2 ne peut pas être utilisé&#xa0;: %3</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>%1; the cluster is there already, and old enough</source>
        <translation>%1&#x202f;; le cluster est déjà là, et assez ancien</translation>
    </message>
    <message>
        <source>%1, which makes no cluster with Kubernetes 1.15</source>
        <translation>%1, qui ne crée pas de cluster avec Kubernetes 1.15</translation>
    </message>
    <message>
        <source>Choose minikube %1 or older to create the cluster with.</source>
        <translation>Choisissez minikube %1 ou plus ancien pour créer le cluster.</translation>
    </message>
    <message>
        <source>version 1</source>
        <translation>version 1</translation>
    </message>
    <message>
        <source>version 2: Kubernetes 1.15 runs on this machine in a virtual machine only</source>
        <translation>version 2&#xa0;: Kubernetes 1.15 ne tourne sur cette machine que dans une machine virtuelle</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox.</source>
        <translation>Créez le cluster avec un pilote tel que kvm2 ou virtualbox.</translation>
    </message>
    <message>
        <source>version 2 here; the virtual machine has its own</source>
        <translation>version 2 ici&#x202f;; la machine virtuelle a les siens</translation>
    </message>
    <message>
        <source>version 2, and the cluster runs all the same</source>
        <translation>version 2, et le cluster tourne quand même</translation>
    </message>
    <message>
        <source>version 2: a kubelet before 1.19 does not run in a container here</source>
        <translation>version 2&#xa0;: un kubelet d’avant 1.19 ne tourne pas ici dans un conteneur</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox, or start this machine with cgroup v1.</source>
        <translation>Créez le cluster avec un pilote tel que kvm2 ou virtualbox, ou démarrez cette machine avec cgroup v1.</translation>
    </message>
    <message>
        <source>Make room or give yourself the right to write there.</source>
        <translation>Faites de la place, ou donnez-vous le droit d’y écrire.</translation>
    </message>
    <message>
        <source>%1; the configuration of an earlier installation is kept beside the new one</source>
        <translation>%1&#x202f;; la configuration d’une installation précédente est gardée à côté de la nouvelle</translation>
    </message>
    <message>
        <source>set, and not for the cluster</source>
        <translation>défini, et pas pour le cluster</translation>
    </message>
    <message>
        <source>set, also for what is in the cluster: %1</source>
        <translation>défini, aussi pour ce qui est dans le cluster&#xa0;: %1</translation>
    </message>
    <message>
        <source>Add these to NO_PROXY, and start the console and the cluster again.</source>
        <translation>Ajoutez ceux-ci à NO_PROXY, puis redémarrez la console et le cluster.</translation>
    </message>
</context>
<context>
    <name>models::RecordKind</name>
    <message>
        <source>organization</source>
        <translation>organisation</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>compte de service</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>politique</translation>
    </message>
    <message>
        <source>base image</source>
        <translation>image de base</translation>
    </message>
    <message>
        <source>image</source>
        <translation>image</translation>
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
        <translation>lire une ressource</translation>
    </message>
    <message>
        <source>an entry without a name</source>
        <translation>une entrée sans nom</translation>
    </message>
    <message>
        <source>The server sent something that is no resource.</source>
        <translation>Le serveur a envoyé quelque chose qui n’est pas une ressource.</translation>
    </message>
</context>
<context>
    <name>models::ResourceKind</name>
    <message>
        <source>exposed</source>
        <translation>exposé</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secrets</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Exposed</source>
        <translation>Exposé</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Type d’événement</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Fonction</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>Gestionnaire</translation>
    </message>
    <message>
        <source>Free labels, for example team = storage.</source>
        <translation>Étiquettes libres, par exemple team = storage.</translation>
    </message>
    <message>
        <source>What drivers refer to. At most 32 characters.</source>
        <translation>Ce à quoi les pilotes se réfèrent. Au plus 32 caractères.</translation>
    </message>
    <message>
        <source>The container image that a driver of this type runs.</source>
        <translation>L’image de conteneur qu’exécute un pilote de ce type.</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>Accessible de l’extérieur</translation>
    </message>
    <message>
        <source>Gives each driver an address of its own, for sources that push their events.</source>
        <translation>Donne à chaque pilote une adresse propre, pour les sources qui poussent leurs événements.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Kept with the type for information; drivers do not inherit it.</source>
        <translation>Conservées avec le type pour information&#x202f;; les pilotes n’en héritent pas.</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>Type de pilote</translation>
    </message>
    <message>
        <source>What kind of events this driver brings.</source>
        <translation>Quel genre d’événements ce pilote apporte.</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and dashes.</source>
        <translation>Minuscules, chiffres et tirets.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Handed to the driver as --key=value.</source>
        <translation>Transmis au pilote sous la forme --key=value.</translation>
    </message>
    <message>
        <source>Their keys become environment variables of the driver.</source>
        <translation>Leurs clés deviennent des variables d’environnement du pilote.</translation>
    </message>
    <message>
        <source>What drivers and functions refer to.</source>
        <translation>Ce à quoi pilotes et fonctions se réfèrent.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Key and value. Values are hidden and never kept by the console.</source>
        <translation>Clé et valeur. Les valeurs sont masquées et jamais conservées par la console.</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>Type d’événement</translation>
    </message>
    <message>
        <source>Compared letter by letter; there are no wildcards.</source>
        <translation>Comparé lettre par lettre&#x202f;; il n’y a pas de jokers.</translation>
    </message>
    <message>
        <source>Runs once for each matching event.</source>
        <translation>S’exécute une fois pour chaque événement correspondant.</translation>
    </message>
    <message>
        <source>Letters, digits, underscores and dashes.</source>
        <translation>Lettres, chiffres, tirets bas et tirets.</translation>
    </message>
    <message>
        <source>Stored, but no server uses them: give secrets to the function instead.</source>
        <translation>Enregistrés, mais aucun serveur ne les utilise&#xa0;: donnez plutôt les secrets à la fonction.</translation>
    </message>
    <message>
        <source>What subscriptions refer to.</source>
        <translation>Ce à quoi les abonnements se réfèrent.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langage</translation>
    </message>
    <message>
        <source>The image whose language runs the function.</source>
        <translation>L’image dont le langage exécute la fonction.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>A file or a folder with the code.</source>
        <translation>Un fichier ou un dossier avec le code.</translation>
    </message>
    <message>
        <source>module.function, for example hello.handle; needed for folders.</source>
        <translation>module.fonction, par exemple hello.handle&#x202f;; nécessaire pour les dossiers.</translation>
    </message>
    <message>
        <source>Given to the function in context.secrets.</source>
        <translation>Donnés à la fonction dans context.secrets.</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Limite de temps</translation>
    </message>
    <message>
        <source>A run that takes longer is stopped. 0 = no limit.</source>
        <translation>Une exécution plus longue est arrêtée. 0 = pas de limite.</translation>
    </message>
    <message>
        <source>driver type</source>
        <translation>type de pilote</translation>
    </message>
    <message>
        <source>Driver Types</source>
        <translation>Types de pilotes</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>pilote</translation>
    </message>
    <message>
        <source>Drivers</source>
        <translation>Pilotes</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>secret</translation>
    </message>
    <message>
        <source>subscription</source>
        <translation>abonnement</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>function</source>
        <translation>fonction</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>Fonctions</translation>
    </message>
</context>
<context>
    <name>models::ResourceTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1&#xa0;: rien</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
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
        <translation>%1 j</translation>
    </message>
</context>
<context>
    <name>models::Rules</name>
    <message>
        <source>This is required.</source>
        <translation>C’est obligatoire.</translation>
    </message>
    <message>
        <source>At most %1 characters; this has %2.</source>
        <translation>Au plus %1 caractères&#x202f;; ceci en a %2.</translation>
    </message>
    <message>
        <source>Only lower-case letters, digits and dashes, starting with a letter or digit, as in vcenter-lab.</source>
        <translation>Seulement minuscules, chiffres et tirets, en commençant par une lettre ou un chiffre, comme vcenter-lab.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes, and no dash at the start. No dots, no spaces.</source>
        <translation>Seulement lettres, chiffres, tirets bas et tirets, sans tiret au début. Pas de points, pas d’espaces.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes.</source>
        <translation>Seulement lettres, chiffres, tirets bas et tirets.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots. Wildcards such as * are not supported.</source>
        <translation>Seulement lettres, chiffres, tirets bas, tirets et points. Les jokers tels que * ne sont pas pris en charge.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots.</source>
        <translation>Seulement lettres, chiffres, tirets bas, tirets et points.</translation>
    </message>
</context>
<context>
    <name>models::Run</name>
    <message>
        <source>read a run</source>
        <translation>lire une exécution</translation>
    </message>
    <message>
        <source>an entry without an id</source>
        <translation>une entrée sans identifiant</translation>
    </message>
    <message>
        <source>The server sent something that is no run.</source>
        <translation>Le serveur a envoyé quelque chose qui n’est pas une exécution.</translation>
    </message>
</context>
<context>
    <name>models::RunTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1&#xa0;: rien</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Fonction</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Type d’événement</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>under 1 ms</source>
        <translation>moins de 1 ms</translation>
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
        <translation>Le shell ne peut pas écrire un fichier texte comme chaîne JSON. Utilisez Python, ou envoyez le fichier en binaire.</translation>
    </message>
    <message>
        <source>The command line has no option for extensions.</source>
        <translation>La ligne de commande n’a pas d’option pour les extensions.</translation>
    </message>
    <message>
        <source>The command line always sends the time of sending.</source>
        <translation>La ligne de commande envoie toujours l’heure de l’envoi.</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on text.</source>
        <translation>La ligne de commande n’envoie que du JSON&#x202f;; elle échoue sur du texte.</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on files.</source>
        <translation>La ligne de commande n’envoie que du JSON&#x202f;; elle échoue sur les fichiers.</translation>
    </message>
    <message>
        <source>The command line always says application/json with data, and nothing without.</source>
        <translation>La ligne de commande dit toujours application/json avec des données, et rien sans.</translation>
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
        <translation>Cela s’écrit %1.</translation>
    </message>
    <message>
        <source>Two whole numbers are needed, the smaller one first, as in {{random 1 6}}.</source>
        <translation>Il faut deux nombres entiers, le plus petit d’abord, comme {{random 1 6}}.</translation>
    </message>
    <message>
        <source>The environment variable %1 is not set. Set it before the program starts.</source>
        <translation>La variable d’environnement %1 n’est pas définie. Définissez-la avant le démarrage du programme.</translation>
    </message>
    <message>
        <source>a new random UUID each time it stands somewhere</source>
        <translation>un nouvel UUID aléatoire à chaque endroit</translation>
    </message>
    <message>
        <source>the time of sending in UTC, as in 2018-09-12T10:11:12.345Z</source>
        <translation>l’heure de l’envoi en UTC, comme 2018-09-12T10:11:12.345Z</translation>
    </message>
    <message>
        <source>the number of the event, counted from 1 in a job</source>
        <translation>le numéro de l’événement, compté à partir de 1 dans une tâche</translation>
    </message>
    <message>
        <source>a whole number from A to B</source>
        <translation>un nombre entier de A à B</translation>
    </message>
    <message>
        <source>the environment variable NAME</source>
        <translation>la variable d’environnement NAME</translation>
    </message>
    <message>
        <source>The braces that open here are not closed on this line by }}. Write {{{{ if you mean two braces.</source>
        <translation>Les accolades ouvertes ici ne sont pas fermées par }} sur cette ligne. Écrivez {{{{ si vous voulez deux accolades.</translation>
    </message>
    <message>
        <source>There is no variable of this name. Write {{{{ if you mean two braces.</source>
        <translation>Il n’y a pas de variable de ce nom. Écrivez {{{{ si vous voulez deux accolades.</translation>
    </message>
</context>
<context>
    <name>ui::AddonsModel</name>
    <message>
        <source>enabled</source>
        <translation>activé</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>désactivé</translation>
    </message>
    <message>
        <source>Add-on</source>
        <translation>Module</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
</context>
<context>
    <name>ui::AddonsView</name>
    <message>
        <source>Filter the add-ons</source>
        <translation>Filtrer les modules</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>Modules</translation>
    </message>
    <message>
        <source>&amp;Disable</source>
        <translation>&amp;Désactiver</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>&amp;Activer</translation>
    </message>
    <message>
        <source>The cluster must run to change add-ons.</source>
        <translation>Le cluster doit tourner pour changer les modules.</translation>
    </message>
</context>
<context>
    <name>ui::AttributesForm</name>
    <message>
        <source>Event &amp;type</source>
        <translation>&amp;Type d’événement</translation>
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation>S&amp;ource</translation>
    </message>
    <message>
        <source>who sends it, for example dispatch</source>
        <translation>qui l’envoie, par exemple dispatch</translation>
    </message>
    <message>
        <source>&amp;Content type</source>
        <translation>Type de &amp;contenu</translation>
    </message>
    <message>
        <source>Event &amp;id</source>
        <translation>&amp;Identifiant de l’événement</translation>
    </message>
    <message>
        <source>a fresh one for each send</source>
        <translation>un nouveau à chaque envoi</translation>
    </message>
    <message>
        <source>Ti&amp;me</source>
        <translation>&amp;Heure</translation>
    </message>
    <message>
        <source>the time of sending</source>
        <translation>l’heure de l’envoi</translation>
    </message>
    <message>
        <source>Type &amp;version</source>
        <translation>&amp;Version du type</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Schema &amp;URL</source>
        <translation>&amp;URL du schéma</translation>
    </message>
    <message>
        <source>More attributes</source>
        <translation>Plus d’attributs</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>Extensions</translation>
    </message>
    <message>
        <source>&amp;New id</source>
        <translation>&amp;Nouvel identifiant</translation>
    </message>
    <message>
        <source>Write a fresh id here, to know it before the event is sent</source>
        <translation>Écrire ici un nouvel identifiant, pour le connaître avant l’envoi de l’événement</translation>
    </message>
    <message>
        <source>by the kind of data</source>
        <translation>selon le genre de données</translation>
    </message>
</context>
<context>
    <name>ui::CataloguePicker</name>
    <message>
        <source>Known drivers</source>
        <translation>Pilotes connus</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Autre chose</translation>
    </message>
</context>
<context>
    <name>ui::CliImportDialog</name>
    <message>
        <source>Import from the command line</source>
        <translation>Importer de la ligne de commande</translation>
    </message>
    <message>
        <source>Which contexts shall become connections? The file of the command line stays as it is.</source>
        <translation>Quels contextes doivent devenir des connexions&#x202f;? Le fichier de la ligne de commande reste tel quel.</translation>
    </message>
    <message>
        <source>Contexts of the command line</source>
        <translation>Contextes de la ligne de commande</translation>
    </message>
    <message>
        <source>Take &amp;cookies and keys along into the keychain</source>
        <translation>Reprendre les &amp;cookies et les clés dans le trousseau</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importer</translation>
    </message>
    <message>
        <source>no sign-in</source>
        <translation>pas d’authentification</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>cookie</translation>
    </message>
    <message>
        <source>token</source>
        <translation>jeton</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>compte de service</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3 · %4</source>
        <translation>%1 – %2 · org %3 · %4</translation>
    </message>
    <message>
        <source>%1 (current)</source>
        <translation>%1 (actuel)</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDeeds</name>
    <message>
        <source>Save the logs of %1</source>
        <translation>Enregistrer les logs de %1</translation>
    </message>
    <message>
        <source>Reading the logs of %1…</source>
        <translation>Lecture des logs de %1…</translation>
    </message>
    <message>
        <source>Saved %1 to %2; secrets are masked.</source>
        <translation>%1 enregistré dans %2&#x202f;; les secrets sont masqués.</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>%1 copié.</translation>
    </message>
    <message>
        <source>Stop what is being done?</source>
        <translation>Arrêter ce qui est en cours ?</translation>
    </message>
    <message>
        <source>Something is being done to %1. When it is stopped half way, it stays half done; start the cluster again later, or delete it.</source>
        <translation>Une opération est en cours sur %1. Arrêtée en chemin, elle reste à moitié faite ; redémarrez le cluster plus tard, ou supprimez-le.</translation>
    </message>
    <message>
        <source>&amp;Stop it</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>&amp;Let it finish</source>
        <translation>&amp;Laisser finir</translation>
    </message>
    <message>
        <source>Start it here?</source>
        <translation>Le démarrer ici ?</translation>
    </message>
    <message>
        <source>By the files of minikube, %1 is being started outside of this console. If that was given up, start it here. If it goes on, two starts would be in each other&apos;s way.</source>
        <translation>D’après les fichiers de minikube, %1 est en cours de démarrage hors de cette console. Si cela a été abandonné, démarrez-le ici. Si cela continue, les deux démarrages se gêneraient.</translation>
    </message>
    <message>
        <source>&amp;Start it here</source>
        <translation>&amp;Démarrer ici</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>&amp;Attendre</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDesk</name>
    <message>
        <source>&amp;Back to the start</source>
        <translation>&amp;Retour au début</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>The Dispatch in the cluster %1.</source>
        <translation>Le Dispatch du cluster %1.</translation>
    </message>
    <message>
        <source>Still under way: %1. It can run on without this window; the next start of the console picks it up.</source>
        <translation>Encore en cours&#xa0;: %1. Cela peut continuer sans cette fenêtre&#x202f;; le prochain démarrage de la console le reprend.</translation>
    </message>
    <message>
        <source>&amp;Give up and quit</source>
        <translation>&amp;Abandonner et quitter</translation>
    </message>
    <message>
        <source>&amp;Stay</source>
        <translation>Re&amp;ster</translation>
    </message>
    <message>
        <source>Still under way from before: %1. It is on the page Cluster.</source>
        <translation>Encore en cours depuis la dernière fois : %1. À voir sur la page Cluster.</translation>
    </message>
    <message>
        <source>The Dispatch that was just installed. Its certificate is self-made: connect, compare the fingerprint, and pin it.</source>
        <translation>Le Dispatch qui vient d’être installé. Son certificat a été fait par l’installateur : connectez-vous, comparez l’empreinte et épinglez-le.</translation>
    </message>
    <message>
        <source>Dispatch is being installed. Closing the window ends that half done; it can be run again later.</source>
        <translation>Dispatch est en cours d’installation. Fermer la fenêtre l’interrompt à moitié fait ; l’installation peut être relancée plus tard.</translation>
    </message>
    <message>
        <source>Still at work</source>
        <translation>Encore au travail</translation>
    </message>
    <message>
        <source>&amp;Keep minikube running</source>
        <translation>&amp;Laisser tourner minikube</translation>
    </message>
    <message>
        <source>Tidying up; the window closes by itself.</source>
        <translation>Rangement en cours ; la fenêtre se ferme d’elle-même.</translation>
    </message>
</context>
<context>
    <name>ui::ClusterPage</name>
    <message>
        <source>&amp;Create…</source>
        <translation>&amp;Créer…</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Démarrer</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>Mettre en &amp;pause</translation>
    </message>
    <message>
        <source>&amp;Unpause</source>
        <translation>S&amp;ortir de la pause</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Supprimer…</translation>
    </message>
    <message>
        <source>&amp;Repair context</source>
        <translation>&amp;Réparer le contexte</translation>
    </message>
    <message>
        <source>Save &amp;logs…</source>
        <translation>Enregistrer les &amp;logs…</translation>
    </message>
    <message>
        <source>Copy &amp;IP</source>
        <translation>Copier l’&amp;IP</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vue d’ensemble</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>Ce qui tourne</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>Modules</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Services</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>À propos du cluster</translation>
    </message>
    <message>
        <source>Profiles of minikube</source>
        <translation>Profils de minikube</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>état à %1</translation>
    </message>
    <message>
        <source>find minikube</source>
        <translation>trouver minikube</translation>
    </message>
    <message>
        <source>Show the &amp;tools</source>
        <translation>Affic&amp;her les outils</translation>
    </message>
    <message>
        <source>%1, in %2.</source>
        <translation>%1, dans %2.</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>Dispatch</translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation>&amp;Afficher</translation>
    </message>
    <message>
        <source>Point kubeconfig to the cluster again. That makes it the current context, too.</source>
        <translation>Fait de nouveau pointer kubeconfig vers le cluster. Il devient aussi le contexte actuel.</translation>
    </message>
</context>
<context>
    <name>ui::CommandsModel</name>
    <message>
        <source>running</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>sortie %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Commande</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonné</translation>
    </message>
</context>
<context>
    <name>ui::CommandsView</name>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>What the command printed</source>
        <translation>Ce que la commande a affiché</translation>
    </message>
    <message>
        <source>Copy the comman&amp;d</source>
        <translation>Copier la comman&amp;de</translation>
    </message>
    <message>
        <source>Copy the o&amp;utput</source>
        <translation>Copier la so&amp;rtie</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>&amp;Effacer</translation>
    </message>
    <message>
        <source>Choose a command to see what it printed. Secrets are masked.</source>
        <translation>Choisissez une commande pour voir ce qu’elle a affiché. Les secrets sont masqués.</translation>
    </message>
    <message>
        <source>Also what the console as&amp;ks by itself</source>
        <translation>Aussi ce que la console demande d’&amp;elle-même</translation>
    </message>
</context>
<context>
    <name>ui::ComplaintList</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… et %n de plus</numerusform>
            <numerusform>… et %n de plus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⚠ %n problems in what was read. What they are about is not imported.</source>
        <translation>
            <numerusform>⚠ %n problème dans ce qui a été lu. Ce qu’il concerne n’est pas importé.</numerusform>
            <numerusform>⚠ %n problèmes dans ce qui a été lu. Ce qu’ils concernent n’est pas importé.</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems in what was read</source>
        <translation>Problèmes dans ce qui a été lu</translation>
    </message>
</context>
<context>
    <name>ui::ComposerForm</name>
    <message>
        <source>The data is being checked.</source>
        <translation>Les données sont en cours de vérification.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>ui::ConflictPanel</name>
    <message>
        <source>(hidden values)</source>
        <translation>(valeurs masquées)</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(vide)</translation>
    </message>
    <message>
        <source>The server&apos;s copy was changed while this form was open. Nothing was saved yet.</source>
        <translation>La copie du serveur a changé pendant que ce formulaire était ouvert. Rien n’a encore été enregistré.</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>On the server now</source>
        <translation>Sur le serveur maintenant</translation>
    </message>
    <message>
        <source>In this form</source>
        <translation>Dans ce formulaire</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Ce qui diffère</translation>
    </message>
    <message>
        <source>Save &amp;mine over it</source>
        <translation>Enregistrer la &amp;mienne par-dessus</translation>
    </message>
    <message>
        <source>Take the &amp;server&apos;s</source>
        <translation>Prendre celle du &amp;serveur</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionBand</name>
    <message>
        <source>red</source>
        <translation>rouge</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>orange</translation>
    </message>
    <message>
        <source>green</source>
        <translation>vert</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>bleu</translation>
    </message>
    <message>
        <source>violet</source>
        <translation>violet</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normale</translation>
    </message>
    <message>
        <source>protected</source>
        <translation>protégée</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>lecture seule</translation>
    </message>
    <message>
        <source>insecure: the certificate is not checked, anybody may be in between</source>
        <translation>non sécurisée&#xa0;: le certificat n’est pas vérifié, n’importe qui peut s’interposer</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Connexion %1</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionDesk</name>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>&amp;Gérer les connexions…</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1 (copie)</translation>
    </message>
    <message>
        <source>The secret is not copied: enter it again.</source>
        <translation>Le secret n’est pas copié&#xa0;: saisissez-le à nouveau.</translation>
    </message>
    <message>
        <source>Delete the connection?</source>
        <translation>Supprimer la connexion&#x202f;?</translation>
    </message>
    <message>
        <source>Delete the connection “%1” to %2 and forget its secrets? The server keeps what is on it.</source>
        <translation>Supprimer la connexion «&#xa0;%1&#xa0;» à %2 et oublier ses secrets&#x202f;? Le serveur garde ce qui s’y trouve.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>Export connections without secrets</source>
        <translation>Exporter les connexions sans secrets</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Écrit dans %1.</translation>
    </message>
    <message>
        <source>&amp;Test this connection…</source>
        <translation>&amp;Tester cette connexion…</translation>
    </message>
    <message>
        <source>New &amp;service account…</source>
        <translation>Nouveau com&amp;pte de service…</translation>
    </message>
    <message>
        <source>Made the service account %1. The connection “%2” signs in with it.</source>
        <translation>Compte de service %1 créé. La connexion «&#xa0;%2&#xa0;» s’authentifie avec lui.</translation>
    </message>
    <message numerus="yes">
        <source>Imported %n connections.</source>
        <translation>
            <numerusform>%n connexion importée.</numerusform>
            <numerusform>%n connexions importées.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ConnectionTestDialog</name>
    <message>
        <source>Test the connection</source>
        <translation>Tester la connexion</translation>
    </message>
    <message>
        <source>The way to %1:</source>
        <translation>Le chemin vers %1&#xa0;:</translation>
    </message>
    <message>
        <source>Steps of the test</source>
        <translation>Étapes du test</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Verdict</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Temps</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Constat</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>C&amp;opier</translation>
    </message>
    <message>
        <source>Copies the findings, without secrets</source>
        <translation>Copie les constats, sans secrets</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Arrêter</translation>
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
        <translation>Connexions</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>Se &amp;connecter</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Nouvelle…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Modifier…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>D&amp;upliquer…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Supprimer…</translation>
    </message>
    <message>
        <source>E&amp;xport without secrets…</source>
        <translation>E&amp;xporter sans secrets…</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3</source>
        <translation>%1 – %2 · org %3</translation>
    </message>
    <message>
        <source>&amp;From the command line…</source>
        <translation>&amp;De la ligne de commande…</translation>
    </message>
</context>
<context>
    <name>ui::CreateDialog</name>
    <message>
        <source>Create a cluster</source>
        <translation>Créer un cluster</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Profil</translation>
    </message>
    <message>
        <source>&amp;Driver</source>
        <translation>Pi&amp;lote</translation>
    </message>
    <message>
        <source>&amp;Kubernetes</source>
        <translation>&amp;Kubernetes</translation>
    </message>
    <message>
        <source>CP&amp;Us</source>
        <translation>CP&amp;U</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>&amp;Mémoire</translation>
    </message>
    <message>
        <source>D&amp;isk</source>
        <translation>D&amp;isque</translation>
    </message>
    <message>
        <source>N&amp;odes</source>
        <translation>&amp;Nœuds</translation>
    </message>
    <message>
        <source>&amp;Runtime</source>
        <translation>Envi&amp;ronnement</translation>
    </message>
    <message>
        <source>&amp;Add-ons</source>
        <translation>Mo&amp;dules</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> Mo</translation>
    </message>
    <message>
        <source>the one minikube comes with</source>
        <translation>celui fourni avec minikube</translation>
    </message>
    <message>
        <source>&amp;Suit it to Dispatch</source>
        <translation>Adap&amp;ter à Dispatch</translation>
    </message>
    <message>
        <source>Kubernetes 1.15.12, which the archived charts of Dispatch need, with enough of all.</source>
        <translation>Kubernetes 1.15.12, qu’exigent les charts archivés de Dispatch, avec assez de tout.</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Créer</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>Annul&amp;er</translation>
    </message>
    <message>
        <source>%1 is not found on this machine. To get it: %2.</source>
        <translation>%1 est introuvable sur cette machine. Pour l’obtenir&#xa0;: %2.</translation>
    </message>
    <message>
        <source>kubeconfig has a context of this name already; minikube will overwrite it.</source>
        <translation>kubeconfig a déjà un contexte de ce nom&#x202f;; minikube l’écrasera.</translation>
    </message>
    <message>
        <source>This machine has %1 processors, %2 of memory and %3 of free disk.</source>
        <translation>Cette machine a %1 processeurs, %2 de mémoire et %3 de disque libre.</translation>
    </message>
    <message>
        <source>Looking at what this machine has…</source>
        <translation>Examen de ce qu’a cette machine…</translation>
    </message>
</context>
<context>
    <name>ui::CredentialsBox</name>
    <message>
        <source>Where the credentials come from</source>
        <translation>D’où viennent les identifiants</translation>
    </message>
    <message>
        <source>Name of the new secret</source>
        <translation>Nom du nouveau secret</translation>
    </message>
    <message>
        <source>Secret name</source>
        <translation>Nom du secret</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>Show values</source>
        <translation>Afficher les valeurs</translation>
    </message>
    <message>
        <source>No secret for them yet</source>
        <translation>Pas encore de secret pour eux</translation>
    </message>
    <message>
        <source>Secret %1 (%2)</source>
        <translation>Secret %1 (%2)</translation>
    </message>
    <message>
        <source>A new secret with these values</source>
        <translation>Un nouveau secret avec ces valeurs</translation>
    </message>
    <message>
        <source>Name of the secret: %1</source>
        <translation>Nom du secret&#xa0;: %1</translation>
    </message>
    <message>
        <source>There is a secret &quot;%1&quot; already. Choose it, or take another name.</source>
        <translation>Il y a déjà un secret «&#xa0;%1&#xa0;». Choisissez-le, ou prenez un autre nom.</translation>
    </message>
    <message>
        <source>The new secret has no values yet.</source>
        <translation>Le nouveau secret n’a pas encore de valeurs.</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>Needed: %1.</source>
        <translation>Requis&#xa0;: %1.</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>, ou </translation>
    </message>
    <message>
        <source>Settings can be read by everybody who may list drivers; these belong into a secret.</source>
        <translation>Les réglages sont lisibles par tous ceux qui peuvent lister les pilotes&#x202f;; ceux-ci ont leur place dans un secret.</translation>
    </message>
</context>
<context>
    <name>ui::DataPane</name>
    <message>
        <source>Data as</source>
        <translation>Données sous forme de</translation>
    </message>
    <message>
        <source>&amp;JSON</source>
        <translation>&amp;JSON</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>Te&amp;xte</translation>
    </message>
    <message>
        <source>Fi&amp;le</source>
        <translation>Fi&amp;chier</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Mettre en forme</translation>
    </message>
    <message>
        <source>One value a line; undo takes it back</source>
        <translation>Une valeur par ligne&#x202f;; Défaire revient en arrière</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Compacter</translation>
    </message>
    <message>
        <source>Everything on one line; undo takes it back</source>
        <translation>Tout sur une ligne&#x202f;; Défaire revient en arrière</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>A&amp;ller</translation>
    </message>
    <message>
        <source>Put the cursor where it is</source>
        <translation>Mettre le curseur à cet endroit</translation>
    </message>
    <message>
        <source>Data as %1</source>
        <translation>Données&#xa0;: %1</translation>
    </message>
    <message>
        <source>Data, JSON</source>
        <translation>Données, JSON</translation>
    </message>
    <message>
        <source>The pasted JSON was one very long line and was put on several lines. Its values are the same.</source>
        <translation>Le JSON collé était une seule ligne très longue et a été réparti sur plusieurs lignes. Ses valeurs sont les mêmes.</translation>
    </message>
    <message>
        <source>Data, text</source>
        <translation>Données, texte</translation>
    </message>
    <message>
        <source>Sent as it stands here, as a JSON string</source>
        <translation>Envoyé tel quel, comme chaîne JSON</translation>
    </message>
    <message numerus="yes">
        <source> (and %n more)</source>
        <translation>
            <numerusform> (et %n de plus)</numerusform>
            <numerusform> (et %n de plus)</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Vérification…</translation>
    </message>
    <message numerus="yes">
        <source>An event carries one file: the first of %n was taken.</source>
        <translation>
            <numerusform>Un événement porte un seul fichier&#xa0;: il a été pris.</numerusform>
            <numerusform>Un événement porte un seul fichier&#xa0;: le premier des %n a été pris.</numerusform>
        </translation>
    </message>
    <message>
        <source>The text is too long for the editor and is being kept as a file…</source>
        <translation>Le texte est trop long pour l’éditeur et est en cours de conservation dans un fichier…</translation>
    </message>
    <message>
        <source>The text was too long for the editor and was kept as this file. It arrives as one string. What was typed before is still there.</source>
        <translation>Le texte était trop long pour l’éditeur et a été conservé dans ce fichier. Il arrive comme une seule chaîne. Ce qui avait été saisi avant est toujours là.</translation>
    </message>
</context>
<context>
    <name>ui::DeleteCluster</name>
    <message numerus="yes">
        <source>its %n machines or containers (%1)</source>
        <translation>
            <numerusform>sa machine ou son conteneur (%1)</numerusform>
            <numerusform>ses %n machines ou conteneurs (%1)</numerusform>
        </translation>
    </message>
    <message>
        <source>its disk, with every image and volume on it</source>
        <translation>son disque, avec toutes les images et tous les volumes</translation>
    </message>
    <message>
        <source>everything that runs in it; a Dispatch too, with its event drivers, secrets, subscriptions and functions</source>
        <translation>tout ce qui y tourne&#x202f;; un Dispatch aussi, avec ses pilotes d’événements, secrets, abonnements et fonctions</translation>
    </message>
    <message>
        <source>its context in kubeconfig</source>
        <translation>son contexte dans kubeconfig</translation>
    </message>
    <message>
        <source>Delete a cluster</source>
        <translation>Supprimer un cluster</translation>
    </message>
    <message>
        <source>Delete the cluster %1? This goes with it:</source>
        <translation>Supprimer le cluster %1&#x202f;? Disparaîtra avec lui&#xa0;:</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>Cela ne peut pas être défait.</translation>
    </message>
    <message>
        <source>It was not &amp;made by this console; delete it all the same</source>
        <translation>Il n’a pas été créé par cette console&#x202f;; le supprimer quand &amp;même</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;nnuler</translation>
    </message>
</context>
<context>
    <name>ui::DeleteDialog</name>
    <message>
        <source>Delete %1</source>
        <translation>Supprimer %1</translation>
    </message>
    <message>
        <source>What goes, and what uses it</source>
        <translation>Ce qui disparaît, et ce qui l’utilise</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>Delete the %1 &quot;%2&quot;?</source>
        <translation>Supprimer %1 «&#xa0;%2&#xa0;»&#x202f;?</translation>
    </message>
    <message numerus="yes">
        <source>Delete these %n resources (%1)?</source>
        <translation>
            <numerusform>Supprimer cette ressource (%1)&#x202f;?</numerusform>
            <numerusform>Supprimer ces %n ressources (%1)&#x202f;?</numerusform>
        </translation>
    </message>
    <message>
        <source>The runs of a function, with their output and logs, are deleted with it.</source>
        <translation>Les exécutions d’une fonction, avec leurs sorties et leurs logs, sont supprimées avec elle.</translation>
    </message>
    <message>
        <source>A driver that is still CREATING may leave its container running behind. Better wait for READY.</source>
        <translation>Un pilote encore CREATING peut laisser son conteneur en marche. Mieux vaut attendre READY.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are in use. What uses them stays, and fails.</source>
        <translation>
            <numerusform>%n est utilisée. Ce qui l’utilise reste, et échoue.</numerusform>
            <numerusform>%n sont utilisées. Ce qui les utilise reste, et échoue.</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting %1 of %2…</source>
        <translation>Suppression de %1 sur %2…</translation>
    </message>
    <message>
        <source>%1 of %2 deleted, %3 failed.</source>
        <translation>%1 sur %2 supprimés, %3 échecs.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <source>Stopping after this one…</source>
        <translation>Arrêt après celui-ci…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;nnuler</translation>
    </message>
    <message>
        <source>Undo can bring the values of a secret back only until this console is closed.</source>
        <translation>Défaire ne peut rétablir les valeurs d’un secret que jusqu’à la fermeture de cette console.</translation>
    </message>
    <message numerus="yes">
        <source>Delete what &amp;uses them too, first (%n)</source>
        <translation>
            <numerusform>Supprimer d’abord ce qui les &amp;utilise (%n)</numerusform>
            <numerusform>Supprimer d’abord ce qui les &amp;utilise (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>From the top down. The first that does not go ends it.</source>
        <translation>De haut en bas. Le premier échec arrête tout.</translation>
    </message>
</context>
<context>
    <name>ui::DeletionsModel</name>
    <message>
        <source>and %1 more</source>
        <translation>et %1 de plus</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>deleting…</source>
        <translation>suppression…</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>supprimé</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Utilisé par</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
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
        <translation>Vue d’ensemble</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>Utilise</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Exécutions</translation>
    </message>
    <message>
        <source>Details of the selection</source>
        <translation>Détails de la sélection</translation>
    </message>
    <message>
        <source>What it uses and what uses it</source>
        <translation>Ce que cela utilise et ce qui l’utilise</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n sélectionné</numerusform>
            <numerusform>%n sélectionnés</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a row to see its details.</source>
        <translation>Sélectionnez une ligne pour en voir les détails.</translation>
    </message>
</context>
<context>
    <name>ui::DifferenceModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Membre</translation>
    </message>
</context>
<context>
    <name>ui::DispatchView</name>
    <message>
        <source>&amp;1 Check</source>
        <translation>&amp;1 Vérification</translation>
    </message>
    <message>
        <source>&amp;2 Settings</source>
        <translation>&amp;2 Réglages</translation>
    </message>
    <message>
        <source>Dispatch on this cluster</source>
        <translation>Dispatch sur ce cluster</translation>
    </message>
    <message>
        <source>&amp;Uninstall…</source>
        <translation>&amp;Désinstaller…</translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation>Es&amp;sai à blanc</translation>
    </message>
    <message>
        <source>Asks the cluster and changes nothing. It only works where Dispatch is installed already: it asks for what it would have installed.</source>
        <translation>Interroge le cluster et ne change rien. Il ne marche que là où Dispatch est déjà installé&#xa0;: il demande ce qu’il aurait installé.</translation>
    </message>
    <message>
        <source>&amp;Install</source>
        <translation>&amp;Installer</translation>
    </message>
    <message>
        <source>Only the original installer is run from here.</source>
        <translation>Seul l’installateur d’origine s’exécute d’ici.</translation>
    </message>
    <message>
        <source>The cluster has to run first.</source>
        <translation>Le cluster doit d’abord tourner.</translation>
    </message>
    <message>
        <source>Install Dispatch in %1</source>
        <translation>Installer Dispatch dans %1</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Copié&#xa0;: %1</translation>
    </message>
    <message>
        <source>These are settings of the cluster %1: select it first.</source>
        <translation>Ce sont des réglages du cluster %1 : sélectionnez-le d’abord.</translation>
    </message>
    <message>
        <source>Changed in the settings of the cluster %1.</source>
        <translation>Modifié dans les réglages du cluster %1.</translation>
    </message>
</context>
<context>
    <name>ui::DriverOpinion</name>
    <message>
        <source>The cluster: not known</source>
        <translation>Le cluster&#xa0;: inconnu</translation>
    </message>
    <message>
        <source>The cluster agrees</source>
        <translation>Le cluster est d’accord</translation>
    </message>
    <message>
        <source>The cluster disagrees</source>
        <translation>Le cluster n’est pas d’accord</translation>
    </message>
    <message>
        <source>What the cluster says about the driver</source>
        <translation>Ce que le cluster dit du pilote</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>Le cluster est interrogé…</translation>
    </message>
</context>
<context>
    <name>ui::DriverSettingsEditor</name>
    <message>
        <source>Other settings</source>
        <translation>Autres réglages</translation>
    </message>
    <message>
        <source>More settings of this driver</source>
        <translation>Plus de réglages de ce pilote</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>Identifiants</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation>%1 a besoin de %2.</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>, ou </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 does not know &quot;%2&quot; and may refuse to start.</source>
        <translation>%1 ne connaît pas «&#xa0;%2&#xa0;» et refusera peut-être de démarrer.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; can be read by everybody here; it belongs into a secret.</source>
        <translation>«&#xa0;%1&#xa0;» est lisible par tous ici&#x202f;; sa place est dans un secret.</translation>
    </message>
</context>
<context>
    <name>ui::EmptyHint</name>
    <message>
        <source>A driver type names the image that brings events of one source, for example vCenter, AWS or a clock. Register one, then start drivers from it.</source>
        <translation>Un type de pilote nomme l’image qui apporte les événements d’une source, par exemple vCenter, AWS ou une horloge. Enregistrez-en un, puis démarrez des pilotes à partir de lui.</translation>
    </message>
    <message>
        <source>A driver runs and turns what happens somewhere into events. Start one and watch it become READY.</source>
        <translation>Un pilote tourne et transforme en événements ce qui se passe quelque part. Démarrez-en un et regardez-le devenir READY.</translation>
    </message>
    <message>
        <source>A secret keeps passwords and keys by name, so that drivers and functions can use them without showing them.</source>
        <translation>Un secret garde des mots de passe et des clés sous un nom, pour que pilotes et fonctions les utilisent sans les montrer.</translation>
    </message>
    <message>
        <source>A subscription runs a function each time an event of one type arrives.</source>
        <translation>Un abonnement exécute une fonction chaque fois qu’un événement d’un type arrive.</translation>
    </message>
    <message>
        <source>A function is your code. Subscriptions run it for events; you can run it by hand as well.</source>
        <translation>Une fonction est votre code. Les abonnements l’exécutent pour des événements&#x202f;; vous pouvez aussi l’exécuter à la main.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Le serveur est interrogé…</translation>
    </message>
    <message>
        <source>No %1 yet</source>
        <translation>%1&#xa0;: rien pour l’instant</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>Rien ne correspond au filtre</translation>
    </message>
    <message>
        <source>The list could not be read</source>
        <translation>La liste n’a pas pu être lue</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>Créer&#xa0;: %1…</translation>
    </message>
    <message>
        <source>Not on this server</source>
        <translation>Pas sur ce serveur</translation>
    </message>
    <message>
        <source>This Dispatch server does not offer %1. Nothing is wrong with it.</source>
        <translation>Ce serveur Dispatch n’offre pas cela&#xa0;: %1. Ce n’est pas une erreur.</translation>
    </message>
</context>
<context>
    <name>ui::EventSender</name>
    <message>
        <source>send event %1</source>
        <translation>envoyer l’événement %1</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>rien&#xa0;: l’envoi a été abandonné</translation>
    </message>
    <message>
        <source>All of the event was on its way: the server may have taken it.</source>
        <translation>Tout l’événement était parti&#xa0;: le serveur l’a peut-être pris.</translation>
    </message>
    <message>
        <source>It was cancelled before all of it was sent: the server did not take it.</source>
        <translation>L’envoi a été annulé avant la fin&#xa0;: le serveur ne l’a pas pris.</translation>
    </message>
    <message>
        <source>Look at the runs before you send it again.</source>
        <translation>Regardez les exécutions avant de l’envoyer à nouveau.</translation>
    </message>
    <message>
        <source>The draft is still here: send it when you like.</source>
        <translation>Le brouillon est toujours là&#xa0;: envoyez-le quand vous voulez.</translation>
    </message>
</context>
<context>
    <name>ui::EventTypeEditor</name>
    <message>
        <source>&quot;%1&quot; has this event type too. On Dispatch Solo each event reaches only one of the two.</source>
        <translation>«&#xa0;%1&#xa0;» a aussi ce type d’événement. Sur Dispatch Solo, chaque événement n’atteint que l’un des deux.</translation>
    </message>
</context>
<context>
    <name>ui::EventsPage</name>
    <message>
        <source>All runs</source>
        <translation>Toutes les exécutions</translation>
    </message>
    <message>
        <source>About the event</source>
        <translation>À propos de l’événement</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Trace</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>&amp;Look at the file again</source>
        <translation>E&amp;xaminer à nouveau le fichier</translation>
    </message>
    <message>
        <source>This sends the event.</source>
        <translation>Cela envoie l’événement.</translation>
    </message>
    <message>
        <source>This sends the event once more.</source>
        <translation>Cela envoie l’événement encore une fois.</translation>
    </message>
</context>
<context>
    <name>ui::EventsPane</name>
    <message>
        <source>Filter the events</source>
        <translation>Filtrer les événements</translation>
    </message>
    <message>
        <source>Only of the &amp;selected pod</source>
        <translation>Seulement du pod &amp;sélectionné</translation>
    </message>
    <message>
        <source>Events of the cluster</source>
        <translation>Événements du cluster</translation>
    </message>
    <message>
        <source>No event is like that.</source>
        <translation>Aucun événement ne correspond.</translation>
    </message>
    <message>
        <source>The cluster keeps its events for about an hour. There is none.</source>
        <translation>Le cluster garde ses événements environ une heure. Il n’y en a pas.</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export as YAML</source>
        <translation>Exporter en YAML</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Comment</translation>
    </message>
    <message numerus="yes">
        <source>The &amp;selection (%n, %1)</source>
        <translation>
            <numerusform>La &amp;sélection (%n, %1)</numerusform>
            <numerusform>La &amp;sélection (%n, %1)</numerusform>
        </translation>
    </message>
    <message>
        <source>All of this &amp;tab (%1)</source>
        <translation>Tout cet on&amp;glet (%1)</translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation>&amp;Tout</translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation>&amp;Un fichier</translation>
    </message>
    <message>
        <source>A file for e&amp;ach resource, in a folder</source>
        <translation>Un fichier par r&amp;essource, dans un dossier</translation>
    </message>
    <message>
        <source>Sa&amp;fe for the original command line (no --- inside values)</source>
        <translation>Sûr pour la &amp;ligne de commande d’origine (pas de --- dans les valeurs)</translation>
    </message>
    <message>
        <source>With the &amp;values of secrets</source>
        <translation>Avec les &amp;valeurs des secrets</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>En&amp;registrer…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Le serveur est interrogé…</translation>
    </message>
    <message>
        <source>The values stand in the file as they are. Only you can read it (mode 0600): keep it so, and do not put it under version control.</source>
        <translation>Les valeurs figurent telles quelles dans le fichier. Vous seul pouvez le lire (mode 0600)&#xa0;: gardez-le ainsi, et ne le mettez pas sous gestion de versions.</translation>
    </message>
    <message>
        <source>Secrets are exported with their names only. Functions are exported without their source, which no server gives back.</source>
        <translation>Les secrets sont exportés avec leurs noms seulement. Les fonctions sont exportées sans leur source, qu’aucun serveur ne rend.</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exporter vers</translation>
    </message>
    <message>
        <source>YAML (*.yaml *.yml)</source>
        <translation>YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>ui::ExtensionsGrid</name>
    <message>
        <source>name</source>
        <translation>nom</translation>
    </message>
    <message>
        <source>JSON value, for example &quot;text&quot; or 1</source>
        <translation>valeur JSON, par exemple &quot;text&quot; ou 1</translation>
    </message>
    <message>
        <source>Remove this extension</source>
        <translation>Retirer cette extension</translation>
    </message>
    <message>
        <source>Name of extension %1</source>
        <translation>Nom de l’extension %1</translation>
    </message>
    <message>
        <source>Value of extension %1, JSON</source>
        <translation>Valeur de l’extension %1, JSON</translation>
    </message>
    <message>
        <source>Remove extension %1</source>
        <translation>Retirer l’extension %1</translation>
    </message>
</context>
<context>
    <name>ui::FailureCard</name>
    <message>
        <source>Failure</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>What minikube printed</source>
        <translation>Ce que minikube a affiché</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>Que faire</translation>
    </message>
    <message>
        <source>Could not %1: %2</source>
        <translation>La console n’a pas réussi à %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 · exit code %2</source>
        <translation>%1 · code de sortie %2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Change the settings…</source>
        <translation>Modifier les réglages…</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>Réparer le contexte</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>Sortir de la pause</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>Démarrer</translation>
    </message>
    <message>
        <source>Show the tools</source>
        <translation>Afficher les outils</translation>
    </message>
    <message>
        <source>Show what it printed</source>
        <translation>Afficher la sortie</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>Enregistrer les logs…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Masquer</translation>
    </message>
</context>
<context>
    <name>ui::FilePane</name>
    <message>
        <source>About the file</source>
        <translation>À propos du fichier</translation>
    </message>
    <message>
        <source>Send as &amp;binary (base64), also when it is text</source>
        <translation>Envoyer en &amp;binaire (base64), même si c’est du texte</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>Chemin du fichier</translation>
    </message>
    <message>
        <source>Drop a file here, choose one, or type its path and press Enter</source>
        <translation>Déposez un fichier ici, choisissez-en un, ou tapez son chemin et appuyez sur Entrée</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>C&amp;hoisir…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Récents</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>Fichiers récents</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>Lecture du fichier</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancel reading the file</source>
        <translation>Annuler la lecture du fichier</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>E&amp;xaminer à nouveau</translation>
    </message>
    <message>
        <source>Picture in the file</source>
        <translation>Image dans le fichier</translation>
    </message>
    <message>
        <source>Beginning of the file</source>
        <translation>Début du fichier</translation>
    </message>
    <message>
        <source>Choose the file to send</source>
        <translation>Choisir le fichier à envoyer</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>Pas encore de fichiers</translation>
    </message>
    <message>
        <source>&amp;Forget them</source>
        <translation>Les &amp;oublier</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lecture…</translation>
    </message>
    <message>
        <source>Reading was cancelled. The event can be sent when the file was read.</source>
        <translation>La lecture a été annulée. L’événement peut être envoyé quand le fichier a été lu.</translation>
    </message>
    <message>
        <source>The file is empty: the event goes without data.</source>
        <translation>Le fichier est vide&#xa0;: l’événement part sans données.</translation>
    </message>
    <message>
        <source>goes as a JSON string</source>
        <translation>part comme chaîne JSON</translation>
    </message>
    <message>
        <source>goes as base64 in a JSON string</source>
        <translation>part en base64 dans une chaîne JSON</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texte</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binaire</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 octets</translation>
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
%4, modifié %5
SHA-256 %6</translation>
    </message>
</context>
<context>
    <name>ui::ForwardDialog</name>
    <message>
        <source>Forward a port</source>
        <translation>Rediriger un port</translation>
    </message>
    <message>
        <source>Reach a port of %1 from this machine.</source>
        <translation>Atteindre un port de %1 depuis cette machine.</translation>
    </message>
    <message>
        <source>&amp;Port of the pod</source>
        <translation>&amp;Port du pod</translation>
    </message>
    <message>
        <source>Port of the pod</source>
        <translation>Port du pod</translation>
    </message>
    <message>
        <source>Port &amp;here</source>
        <translation>Port &amp;ici</translation>
    </message>
    <message>
        <source>Port on this machine</source>
        <translation>Port sur cette machine</translation>
    </message>
    <message>
        <source>any free one</source>
        <translation>n’importe quel port libre</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Rediriger</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;nnuler</translation>
    </message>
    <message>
        <source>A port is a number from 1 to %1.</source>
        <translation>Un port est un nombre de 1 à %1.</translation>
    </message>
    <message>
        <source>Ports below %1 are for the system: this may be refused.</source>
        <translation>Les ports inférieurs à %1 sont pour le système&#xa0;: cela peut être refusé.</translation>
    </message>
    <message>
        <source>Only programs on this machine reach it. It ends with the console.</source>
        <translation>Seuls les programmes de cette machine l’atteignent. La redirection finit avec la console.</translation>
    </message>
</context>
<context>
    <name>ui::ForwardModel</name>
    <message>
        <source>starting</source>
        <translation>démarre</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>prête</translation>
    </message>
    <message>
        <source>lost, trying again</source>
        <translation>perdue, nouvel essai</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>s’arrête</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>arrêtée</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Cluster / namespace / pod</source>
        <translation>Cluster / espace de noms / pod</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Ici</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
</context>
<context>
    <name>ui::ForwardsView</name>
    <message>
        <source>Copied %1.</source>
        <translation>%1 copié.</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>Ports redirigés</translation>
    </message>
    <message>
        <source>Open in the &amp;browser</source>
        <translation>Ouvrir dans le &amp;navigateur</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>&amp;Copier l’adresse</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Retirer</translation>
    </message>
    <message>
        <source>Select a pod and choose “Forward a port…”: it can then be reached from this machine only.</source>
        <translation>Sélectionnez un pod et choisissez «&#xa0;Rediriger un port…&#xa0;»&#xa0;: il est alors accessible depuis cette machine seulement.</translation>
    </message>
</context>
<context>
    <name>ui::HelpBoxes</name>
    <message>
        <source>New</source>
        <translation>Nouveau</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Suppr</translation>
    </message>
    <message>
        <source>Copy as YAML</source>
        <translation>Copier en YAML</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Ctrl+C</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>About Dispatch Console</source>
        <translation>À propos de Dispatch Console</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administration of VMware Dispatch event systems.&lt;/p&gt;&lt;p&gt;GPL 3.0 or later. No account, no telemetry.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administration des systèmes d’événements VMware Dispatch.&lt;/p&gt;&lt;p&gt;GPL 3.0 ou ultérieure. Sans compte, sans télémétrie.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>ui::HistoryModel</name>
    <message>
        <source>no answer yet</source>
        <translation>pas encore de réponse</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>réussi</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>aucune exécution</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1&#xa0;: rien</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyé</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Type d’événement</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Exécutions</translation>
    </message>
</context>
<context>
    <name>ui::HistoryView</name>
    <message>
        <source>Any time</source>
        <translation>N’importe quand</translation>
    </message>
    <message>
        <source>The last hour</source>
        <translation>La dernière heure</translation>
    </message>
    <message>
        <source>The last day</source>
        <translation>Le dernier jour</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Les 7 derniers jours</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Les 30 derniers jours</translation>
    </message>
    <message>
        <source>History of sent events</source>
        <translation>Historique des événements envoyés</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Chercher dans l’historique</translation>
    </message>
    <message>
        <source>Search: words of the data, type:… source:… id:…</source>
        <translation>Chercher&#xa0;: mots des données, type:… source:… id:…</translation>
    </message>
    <message>
        <source>Sent when</source>
        <translation>Envoyé quand</translation>
    </message>
    <message>
        <source>Sent events</source>
        <translation>Événements envoyés</translation>
    </message>
    <message>
        <source>&amp;Open in the composer</source>
        <translation>&amp;Ouvrir dans l’éditeur d’événement</translation>
    </message>
    <message>
        <source>Send &amp;again</source>
        <translation>&amp;Envoyer à nouveau</translation>
    </message>
    <message>
        <source>Copy the &amp;id</source>
        <translation>Copier l’&amp;identifiant</translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation>&amp;Supprimer…</translation>
    </message>
    <message>
        <source>Nothing that was sent is like that.</source>
        <translation>Rien de ce qui a été envoyé ne correspond.</translation>
    </message>
    <message>
        <source>What you send is kept here, with the answer and the runs it caused.</source>
        <translation>Ce que vous envoyez est conservé ici, avec la réponse et les exécutions causées.</translation>
    </message>
    <message>
        <source>Delete from the history</source>
        <translation>Supprimer de l’historique</translation>
    </message>
    <message>
        <source>Delete the event %1 from the history?</source>
        <translation>Supprimer l’événement %1 de l’historique&#x202f;?</translation>
    </message>
    <message>
        <source>What it did on the server stays as it is.</source>
        <translation>Ce qu’il a fait sur le serveur reste tel quel.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Supprimer</translation>
    </message>
</context>
<context>
    <name>ui::ImageEditor</name>
    <message>
        <source>The server has no image &quot;%1&quot;; it has %2.</source>
        <translation>Le serveur n’a pas d’image «&#xa0;%1&#xa0;»&#x202f;; il a %2.</translation>
    </message>
</context>
<context>
    <name>ui::ImportReport</name>
    <message>
        <source>◐ working…</source>
        <translation>◐ en cours…</translation>
    </message>
    <message>
        <source>● done</source>
        <translation>● fait</translation>
    </message>
    <message>
        <source>= was there already</source>
        <translation>= existait déjà</translation>
    </message>
    <message>
        <source>▲ failed</source>
        <translation>▲ échec</translation>
    </message>
    <message>
        <source>○ not tried</source>
        <translation>○ non essayé</translation>
    </message>
    <message>
        <source>↶ rolled back</source>
        <translation>↶ rétabli</translation>
    </message>
    <message>
        <source>▲ not rolled back</source>
        <translation>▲ non rétabli</translation>
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
        <translation>Arrêter au premier éc&amp;hec</translation>
    </message>
    <message>
        <source>&amp;Delete what the files do not name</source>
        <translation>&amp;Supprimer ce que les fichiers ne nomment pas</translation>
    </message>
    <message>
        <source>Of the kinds that occur in the files. What uses something goes before it.</source>
        <translation>Parmi les genres présents dans les fichiers. Ce qui utilise quelque chose part avant.</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Progression de l’import</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;nnuler</translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <source>Save r&amp;eport…</source>
        <translation>Enregistrer le rapp&amp;ort…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lecture…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Le serveur est interrogé…</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparaison…</translation>
    </message>
    <message>
        <source>pasted text</source>
        <translation>texte collé</translation>
    </message>
    <message numerus="yes">
        <source>A&amp;pply %n changes</source>
        <translation>
            <numerusform>A&amp;ppliquer %n modification</numerusform>
            <numerusform>A&amp;ppliquer %n modifications</numerusform>
        </translation>
    </message>
    <message>
        <source>A&amp;pply</source>
        <translation>A&amp;ppliquer</translation>
    </message>
    <message>
        <source>Drop files here, or choose where the import comes from.</source>
        <translation>Déposez des fichiers ici, ou choisissez d’où vient l’import.</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>Rien à importer.</translation>
    </message>
    <message numerus="yes">
        <source>%n to create</source>
        <translation>
            <numerusform>%n à créer</numerusform>
            <numerusform>%n à créer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to change</source>
        <translation>
            <numerusform>%n à modifier</numerusform>
            <numerusform>%n à modifier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to delete</source>
        <translation>
            <numerusform>%n à supprimer</numerusform>
            <numerusform>%n à supprimer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the same</source>
        <translation>
            <numerusform>%n identique</numerusform>
            <numerusform>%n identiques</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocked</source>
        <translation>
            <numerusform>%n bloqué</numerusform>
            <numerusform>%n bloqués</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 sur %2 faits</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n échec</numerusform>
            <numerusform>%n échecs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not tried</source>
        <translation>
            <numerusform>%n non essayé</numerusform>
            <numerusform>%n non essayés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rolled back</source>
        <translation>
            <numerusform>%n rétabli</numerusform>
            <numerusform>%n rétablis</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be rolled back</source>
        <translation>
            <numerusform>%n n’a pas pu être rétabli</numerusform>
            <numerusform>%n n’ont pas pu être rétablis</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Enregistrer le rapport</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 enregistré.</translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n fait</numerusform>
            <numerusform>%n faits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n restant</numerusform>
            <numerusform>%n restants</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of which nobody can tell</source>
        <translation>
            <numerusform>%n dont personne ne sait rien</numerusform>
            <numerusform>%n dont personne ne sait rien</numerusform>
        </translation>
    </message>
    <message>
        <source>This import was interrupted: %1. Apply the rest, or roll back what was done.</source>
        <translation>Cet import a été interrompu&#xa0;: %1. Appliquez le reste, ou rétablissez ce qui a été fait.</translation>
    </message>
    <message numerus="yes">
        <source>Rolled back: %n changes.</source>
        <translation>
            <numerusform>Rétablie&#xa0;: %n modification.</numerusform>
            <numerusform>Rétablies&#xa0;: %n modifications.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This makes %n changes.</source>
        <translation>
            <numerusform>Cela fait %n modification.</numerusform>
            <numerusform>Cela fait %n modifications.</numerusform>
        </translation>
    </message>
    <message>
        <source>This takes back what the import did.</source>
        <translation>Cela revient sur ce que l’import a fait.</translation>
    </message>
</context>
<context>
    <name>ui::InstallForm</name>
    <message>
        <source>%1, version</source>
        <translation>%1, version</translation>
    </message>
    <message>
        <source>%1, repository</source>
        <translation>%1, dépôt</translation>
    </message>
    <message>
        <source>the newest</source>
        <translation>la plus récente</translation>
    </message>
    <message>
        <source>&amp;More settings</source>
        <translation>Plus de &amp;réglages</translation>
    </message>
    <message>
        <source>Charts, &amp;repositories and versions</source>
        <translation>Charts, dé&amp;pôts et versions</translation>
    </message>
    <message>
        <source>Use today&apos;s chart repositories in place of those that are gone</source>
        <translation>Utiliser les dépôts de charts d’aujourd’hui à la place de ceux qui n’existent plus</translation>
    </message>
    <message>
        <source>&amp;Folder with charts of Dispatch</source>
        <translation>Dossier des &amp;charts de Dispatch</translation>
    </message>
    <message>
        <source>Folder with charts of Dispatch</source>
        <translation>Dossier des charts de Dispatch</translation>
    </message>
    <message>
        <source>none: they are fetched</source>
        <translation>aucun&#xa0;: ils sont récupérés</translation>
    </message>
    <message>
        <source>Time for each chart</source>
        <translation>Temps pour chaque chart</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Install also beside releases that failed</source>
        <translation>Installer aussi à côté de releases en échec</translation>
    </message>
</context>
<context>
    <name>ui::InstallProgress</name>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Ca&amp;ncel…</source>
        <translation>A&amp;nnuler…</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>Sor&amp;tie</translation>
    </message>
    <message>
        <source>Show what the installer printed</source>
        <translation>Montrer ce que l’installateur a affiché</translation>
    </message>
    <message>
        <source>Output of the installer</source>
        <translation>Sortie de l’installateur</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>Se &amp;connecter…</translation>
    </message>
    <message>
        <source>Installing Dispatch in %1</source>
        <translation>Installation de Dispatch dans %1</translation>
    </message>
    <message>
        <source>Trying an installation in %1. On a cluster without Dispatch this fails: it installs nothing, and then asks for what it would have installed. It tells whether the installer takes the file.</source>
        <translation>Essai d’une installation dans %1. Sur un cluster sans Dispatch, cela échoue&#xa0;: il n’installe rien, puis demande ce qu’il aurait installé. Il dit si l’installateur accepte le fichier.</translation>
    </message>
    <message>
        <source>Uninstalling Dispatch from %1</source>
        <translation>Désinstallation de Dispatch de %1</translation>
    </message>
    <message>
        <source>Getting ready, %1</source>
        <translation>Préparation, %1</translation>
    </message>
    <message>
        <source>Looking whether all is there, %1</source>
        <translation>Examen de ce qui est là, %1</translation>
    </message>
    <message>
        <source>Step %1 of %2, %3</source>
        <translation>Étape %1 sur %2, %3</translation>
    </message>
    <message>
        <source>Step %1 of %2: certificate in %3, %4</source>
        <translation>Étape %1 sur %2&#xa0;: certificat dans %3, %4</translation>
    </message>
    <message>
        <source>Step %1 of %2: chart %3, %4. Nothing is said while a chart installs.</source>
        <translation>Étape %1 sur %2&#xa0;: chart %3, %4. Rien n’est dit pendant qu’un chart s’installe.</translation>
    </message>
    <message>
        <source>Pods wait: %1</source>
        <translation>Des pods attendent&#xa0;: %1</translation>
    </message>
    <message>
        <source>That hardly gets better by itself; you may as well cancel.</source>
        <translation>Cela ne s’arrange guère tout seul&#x202f;; autant annuler.</translation>
    </message>
    <message>
        <source>It was cancelled. What was installed before stays.</source>
        <translation>L’opération a été annulée. Ce qui était installé avant reste.</translation>
    </message>
    <message>
        <source>Install again, or uninstall.</source>
        <translation>Installez à nouveau, ou désinstallez.</translation>
    </message>
    <message>
        <source>The release %1 may be half made: purge it before you install again.</source>
        <translation>La release %1 est peut-être à moitié faite&#xa0;: purgez-la avant d’installer à nouveau.</translation>
    </message>
    <message>
        <source>Dispatch is uninstalled from %1.</source>
        <translation>Dispatch est désinstallé de %1.</translation>
    </message>
    <message>
        <source>The installer takes the file, and found everything that it asked for.</source>
        <translation>L’installateur accepte le fichier, et a trouvé tout ce qu’il a demandé.</translation>
    </message>
    <message>
        <source>Dispatch is installed in %1, at %2.</source>
        <translation>Dispatch est installé dans %1, à %2.</translation>
    </message>
    <message>
        <source>Its certificate was made by the installer, so that the connection takes it unchecked; pin it to be safe.</source>
        <translation>Son certificat a été fait par l’installateur, si bien que la connexion l’accepte sans vérification&#x202f;; épinglez-le pour plus de sûreté.</translation>
    </message>
    <message>
        <source>Cancel the installation?</source>
        <translation>Annuler l’installation&#x202f;?</translation>
    </message>
    <message>
        <source>What is installed so far stays, and the chart that is being installed may be left half made. The next installation then stumbles over it until it is purged.</source>
        <translation>Ce qui est installé jusqu’ici reste, et le chart en cours d’installation peut rester à moitié fait. L’installation suivante trébuche alors dessus tant qu’il n’est pas purgé.</translation>
    </message>
    <message>
        <source>&amp;Cancel the installation</source>
        <translation>&amp;Annuler l’installation</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuer</translation>
    </message>
</context>
<context>
    <name>ui::InstallQuestions</name>
    <message>
        <source>All releases of Dispatch are purged: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper and dispatch. With them go the namespaces openfaas, jaeger, riff, kong, zookeeper and dispatch and everything in them: functions, drivers, subscriptions, secrets, images and all data, also what others put there.</source>
        <translation>Toutes les releases de Dispatch sont purgées&#xa0;: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper et dispatch. Avec elles partent les espaces de noms openfaas, jaeger, riff, kong, zookeeper et dispatch et tout ce qu’ils contiennent&#xa0;: fonctions, pilotes, abonnements, secrets, images et toutes les données, y compris ce que d’autres y ont mis.</translation>
    </message>
    <message>
        <source>The cluster stays, and so does tiller. Install file, certificates and the configuration of the command line stay in %1. Connections of this console stay, and will not be answered.</source>
        <translation>Le cluster reste, et Tiller aussi. Le fichier d’installation, les certificats et la configuration de la ligne de commande restent dans %1. Les connexions de cette console restent, et n’auront plus de réponse.</translation>
    </message>
    <message>
        <source>Install Dispatch all the same?</source>
        <translation>Installer Dispatch malgré tout&#x202f;?</translation>
    </message>
    <message>
        <source>The check found %1 things with which an installation in %2 cannot work. What gets installed before it fails stays in the cluster.</source>
        <translation>La vérification a trouvé %1 points avec lesquels une installation dans %2 ne peut pas réussir. Ce qui est installé avant l’échec reste dans le cluster.</translation>
    </message>
    <message>
        <source>&amp;Install all the same</source>
        <translation>&amp;Installer malgré tout</translation>
    </message>
    <message>
        <source>Uninstall Dispatch?</source>
        <translation>Désinstaller Dispatch&#x202f;?</translation>
    </message>
    <message>
        <source>Uninstall Dispatch from the cluster “%1”?</source>
        <translation>Désinstaller Dispatch du cluster «&#xa0;%1&#xa0;»&#x202f;?</translation>
    </message>
    <message>
        <source>&amp;Uninstall</source>
        <translation>&amp;Désinstaller</translation>
    </message>
    <message>
        <source>&amp;Keep the namespaces, with what is left in them</source>
        <translation>&amp;Garder les espaces de noms, avec ce qui y reste</translation>
    </message>
</context>
<context>
    <name>ui::InstallSettings</name>
    <message>
        <source>The install &amp;file, secrets masked</source>
        <translation>Le &amp;fichier d’installation, secrets masqués</translation>
    </message>
    <message>
        <source>The install file, secrets masked</source>
        <translation>Le fichier d’installation, secrets masqués</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Ouvrir…</translation>
    </message>
    <message>
        <source>Open an install file</source>
        <translation>Ouvrir un fichier d’installation</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Enregistrer sous…</translation>
    </message>
    <message>
        <source>Save the install file, with its secrets</source>
        <translation>Enregistrer le fichier d’installation, avec ses secrets</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>Fichiers YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Save the install file</source>
        <translation>Enregistrer le fichier d’installation</translation>
    </message>
    <message>
        <source>save the install file</source>
        <translation>enregistrer le fichier d’installation</translation>
    </message>
    <message>
        <source>Saved, readable for you only: %1</source>
        <translation>Enregistré, lisible par vous seul&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>ui::JobButton</name>
    <message>
        <source>No job runs</source>
        <translation>Aucune tâche en cours</translation>
    </message>
    <message>
        <source>Show the window of the job</source>
        <translation>Afficher la fenêtre de la tâche</translation>
    </message>
</context>
<context>
    <name>ui::JobForm</name>
    <message>
        <source>The &amp;draft, this often:</source>
        <translation>Le &amp;brouillon, autant de fois&#xa0;:</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Combien de fois</translation>
    </message>
    <message>
        <source>A &amp;file of JSON lines:</source>
        <translation>Un &amp;fichier de lignes JSON&#xa0;:</translation>
    </message>
    <message>
        <source>File of JSON lines</source>
        <translation>Fichier de lignes JSON</translation>
    </message>
    <message>
        <source>An event or the data of one on each line; the rest comes from the draft</source>
        <translation>Un événement ou ses données sur chaque ligne&#x202f;; le reste vient du brouillon</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Parcourir…</translation>
    </message>
    <message>
        <source>&amp;How fast:</source>
        <translation>À quel &amp;rythme&#xa0;:</translation>
    </message>
    <message>
        <source>How fast</source>
        <translation>À quel rythme</translation>
    </message>
    <message>
        <source>As fast as answers come</source>
        <translation>Aussi vite que viennent les réponses</translation>
    </message>
    <message>
        <source>With an interval</source>
        <translation>À intervalle fixe</translation>
    </message>
    <message>
        <source>At a rate</source>
        <translation>À un débit donné</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Interval in milliseconds</source>
        <translation>Intervalle en millisecondes</translation>
    </message>
    <message>
        <source> a second</source>
        <translation> par seconde</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>Événements par seconde</translation>
    </message>
    <message>
        <source>&amp;At once, at most:</source>
        <translation>À la foi&amp;s, au plus&#xa0;:</translation>
    </message>
    <message>
        <source>Events on their way at once, at most</source>
        <translation>Événements en route à la fois, au plus</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl *.ndjson *.json *.txt);;All files (*)</source>
        <translation>Lignes JSON (*.jsonl *.ndjson *.json *.txt);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Choose the file whose lines are to be sent.</source>
        <translation>Choisissez le fichier dont les lignes sont à envoyer.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>Il n’y a pas de fichier %1.</translation>
    </message>
</context>
<context>
    <name>ui::JobPlot</name>
    <message>
        <source>Rate and latency of the job</source>
        <translation>Débit et latence de la tâche</translation>
    </message>
    <message>
        <source>Nothing was sent yet.</source>
        <translation>Rien n’a encore été envoyé.</translation>
    </message>
    <message>
        <source>After %1 seconds: %2 events a second now, %3 at most; answers take %4 ms, the slowest twentieth more than %5 ms; %6 ms at worst.</source>
        <translation>Après %1 secondes&#xa0;: %2 événements par seconde maintenant, %3 au plus&#x202f;; les réponses prennent %4 ms, le vingtième le plus lent plus de %5 ms&#x202f;; %6 ms au pire.</translation>
    </message>
    <message>
        <source>The rate and the latency of the job appear here.</source>
        <translation>Le débit et la latence de la tâche apparaissent ici.</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>Événements par seconde</translation>
    </message>
    <message>
        <source>Answer, ms</source>
        <translation>Réponse, ms</translation>
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
        <translation>Démarrage</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Arrêt</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>Mise en pause</translation>
    </message>
    <message>
        <source>Unpausing</source>
        <translation>Sortie de pause</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>Suppression</translation>
    </message>
    <message>
        <source>Repairing the context</source>
        <translation>Réparation du contexte</translation>
    </message>
    <message>
        <source>Enabling an add-on</source>
        <translation>Activation d’un module</translation>
    </message>
    <message>
        <source>Disabling an add-on</source>
        <translation>Désactivation d’un module</translation>
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
        <translation>Progression</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>An&amp;nuler</translation>
    </message>
    <message>
        <source>Cancel what is being done to the cluster</source>
        <translation>Annuler ce qui est en cours pour le cluster</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: step %2 of %3, %4</source>
        <translation>%1&#xa0;: étape %2 sur %3, %4</translation>
    </message>
    <message>
        <source>Cancelling; minikube tidies up first…</source>
        <translation>Annulation&#x202f;; minikube fait d’abord le ménage…</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>Avertissement&#xa0;: %1</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>Téléchargement de %1</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>depuis %1</translation>
    </message>
    <message>
        <source>about %1 left, as earlier starts took</source>
        <translation>encore %1 environ, d’après les démarrages précédents</translation>
    </message>
    <message>
        <source>longer than earlier starts took</source>
        <translation>plus long que les démarrages précédents</translation>
    </message>
    <message>
        <source>begun by an earlier console</source>
        <translation>commencé par une console précédente</translation>
    </message>
    <message>
        <source>minikube has said nothing for %1; downloads and slow machines take long, a hang looks the same</source>
        <translation>minikube n’a rien dit depuis %1&#x202f;; téléchargements et machines lentes prennent du temps, un blocage a le même aspect</translation>
    </message>
</context>
<context>
    <name>ui::JobWindow</name>
    <message>
        <source>none yet</source>
        <translation>rien pour l’instant</translation>
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
        <translation>En cours</translation>
    </message>
    <message>
        <source>Waiting for the server to come back</source>
        <translation>En attente du retour du serveur</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fini</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Arrêté</translation>
    </message>
    <message>
        <source>Send many events</source>
        <translation>Envoyer de nombreux événements</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Démarrer</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>Progress of the job</source>
        <translation>Progression de la tâche</translation>
    </message>
    <message>
        <source>Ledger: what became of each event</source>
        <translation>Registre&#xa0;: ce que chaque événement est devenu</translation>
    </message>
    <message>
        <source>Nothing was started yet. Closing this window does not stop a job.</source>
        <translation>Rien n’a encore été démarré. Fermer cette fenêtre n’arrête pas une tâche.</translation>
    </message>
    <message>
        <source>as many as the file has</source>
        <translation>autant que le fichier en a</translation>
    </message>
    <message>
        <source>%1: %2 accepted, %3 refused, %4 unknown of %5; %6 on their way, %7 to be sent again. %8 events a second. Runs: %9 succeeded, %10 failed.</source>
        <translation>%1&#xa0;: %2 acceptés, %3 refusés, %4 inconnus sur %5&#x202f;; %6 en route, %7 à renvoyer. %8 événements par seconde. Exécutions&#xa0;: %9 réussies, %10 en échec.</translation>
    </message>
    <message>
        <source>Answer: %1
Event to run: %2</source>
        <translation>Réponse&#xa0;: %1
De l’événement à l’exécution&#xa0;: %2</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Reprendre</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>Mettre en &amp;pause</translation>
    </message>
    <message>
        <source>The draft cannot be sent: %1</source>
        <translation>Le brouillon ne peut pas être envoyé&#xa0;: %1</translation>
    </message>
    <message>
        <source>This sends many events.</source>
        <translation>Cela envoie de nombreux événements.</translation>
    </message>
</context>
<context>
    <name>ui::Jobs</name>
    <message>
        <source>%1 sent</source>
        <translation>%1 envoyés</translation>
    </message>
    <message>
        <source>%1 of %2 sent</source>
        <translation>%1 sur %2 envoyés</translation>
    </message>
    <message>
        <source>1 job paused: %1</source>
        <translation>1 tâche en pause&#xa0;: %1</translation>
    </message>
    <message>
        <source>1 job running: %1</source>
        <translation>1 tâche en cours&#xa0;: %1</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>Une tâche est en cours</translation>
    </message>
    <message>
        <source>A job is still sending events. Stop it and quit?</source>
        <translation>Une tâche envoie encore des événements. L’arrêter et quitter&#x202f;?</translation>
    </message>
    <message>
        <source>%1. What was sent stays in its ledger; the rest is not sent.</source>
        <translation>%1. Ce qui a été envoyé reste dans son registre&#x202f;; le reste n’est pas envoyé.</translation>
    </message>
    <message>
        <source>&amp;Stop the job and quit</source>
        <translation>&amp;Arrêter la tâche et quitter</translation>
    </message>
</context>
<context>
    <name>ui::JsonEditor</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Ligne %1, colonne %2&#xa0;: %3</translation>
    </message>
    <message>
        <source>Laid out so, a line or the whole text would be too long for the editor.</source>
        <translation>Mis en forme ainsi, une ligne ou tout le texte serait trop long pour l’éditeur.</translation>
    </message>
</context>
<context>
    <name>ui::KeptPaste</name>
    <message>
        <source>keep the pasted text as the file %1</source>
        <translation>conserver le texte collé dans le fichier %1</translation>
    </message>
    <message>
        <source>The text is too long for the editor and could not be kept as a file.</source>
        <translation>Le texte est trop long pour l’éditeur et n’a pas pu être conservé dans un fichier.</translation>
    </message>
    <message>
        <source>Make room or choose another place: save the text as a file yourself and choose it here. What you copied is still in the clipboard.</source>
        <translation>Faites de la place ou choisissez un autre emplacement&#xa0;: enregistrez vous-même le texte dans un fichier et choisissez-le ici. Ce que vous avez copié est encore dans le presse-papiers.</translation>
    </message>
</context>
<context>
    <name>ui::LedgerModel</name>
    <message>
        <source>HTTP %1 after %2</source>
        <translation>HTTP %1 après %2</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1&#xa0;: rien</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>N°</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Exécution</translation>
    </message>
    <message>
        <source>Sent to run&apos;s end</source>
        <translation>De l’envoi à la fin de l’exécution</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Remarque</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>en route</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>non envoyé</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>accepté</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>refusé</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
</context>
<context>
    <name>ui::LogText</name>
    <message>
        <source>… (%1 more bytes)</source>
        <translation>… (%1 octets de plus)</translation>
    </message>
</context>
<context>
    <name>ui::LogView</name>
    <message>
        <source>Log of a pod</source>
        <translation>Logs d’un pod</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Conteneur</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>&amp;Précédent</translation>
    </message>
    <message>
        <source>The log of the container before the one that runs: why it ended</source>
        <translation>Les logs du conteneur d’avant celui qui tourne&#xa0;: pourquoi il s’est terminé</translation>
    </message>
    <message>
        <source>T&amp;imes</source>
        <translation>&amp;Heures</translation>
    </message>
    <message>
        <source>When each line was written</source>
        <translation>Quand chaque ligne a été écrite</translation>
    </message>
    <message>
        <source>&amp;Wrap</source>
        <translation>&amp;Renvoi à la ligne</translation>
    </message>
    <message>
        <source>Long lines go on in the next one</source>
        <translation>Les longues lignes continuent sur la suivante</translation>
    </message>
    <message>
        <source>F&amp;ollow</source>
        <translation>&amp;Suivre</translation>
    </message>
    <message>
        <source>Keep the newest line in sight. Scrolling up ends it.</source>
        <translation>Garder la ligne la plus récente en vue. Défiler vers le haut y met fin.</translation>
    </message>
    <message>
        <source>Only lines with… (-word: without)</source>
        <translation>Seulement les lignes avec… (-mot&#xa0;: sans)</translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation>N’afficher que les lignes avec ces mots</translation>
    </message>
    <message>
        <source>Find… (%1)</source>
        <translation>Chercher… (%1)</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>Chercher dans les logs</translation>
    </message>
    <message>
        <source>The match before</source>
        <translation>Le résultat précédent</translation>
    </message>
    <message>
        <source>The next match</source>
        <translation>Le résultat suivant</translation>
    </message>
    <message>
        <source>Copy the selection, or all that is shown</source>
        <translation>Copier la sélection, ou tout ce qui est affiché</translation>
    </message>
    <message>
        <source>Save the log to a file</source>
        <translation>Enregistrer les logs dans un fichier</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>%1 (init)</source>
        <translation>%1 (init)</translation>
    </message>
    <message>
        <source>Choose a pod and press Enter to read its log.</source>
        <translation>Choisissez un pod et appuyez sur Entrée pour lire ses logs.</translation>
    </message>
    <message>
        <source>Asking for the log…</source>
        <translation>Demande des logs…</translation>
    </message>
    <message>
        <source>Following.</source>
        <translation>Suivi en cours.</translation>
    </message>
    <message>
        <source>Waiting for more.</source>
        <translation>En attente de la suite.</translation>
    </message>
    <message>
        <source>This is the end of the log.</source>
        <translation>C’est la fin des logs.</translation>
    </message>
    <message>
        <source>There is no log.</source>
        <translation>Il n’y a pas de logs.</translation>
    </message>
    <message>
        <source>%1 older lines were dropped.</source>
        <translation>%1 lignes plus anciennes ont été écartées.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n lines</source>
        <translation>
            <numerusform>%1 sur %n ligne</numerusform>
            <numerusform>%1 sur %n lignes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n ligne</numerusform>
            <numerusform>%n lignes</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copié.</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Enregistrer les logs</translation>
    </message>
    <message>
        <source>%1 lines are in %2.</source>
        <translation>%1 lignes sont dans %2.</translation>
    </message>
</context>
<context>
    <name>ui::MainToolBar</name>
    <message>
        <source>Main tool bar</source>
        <translation>Barre d’outils principale</translation>
    </message>
    <message>
        <source>Look now (%1)</source>
        <translation>Regarder maintenant (%1)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Défaire</translation>
    </message>
    <message>
        <source>Undo the latest change (%1)</source>
        <translation>Défaire la dernière modification (%1)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nouveau</translation>
    </message>
    <message>
        <source>New resource</source>
        <translation>Nouvelle ressource</translation>
    </message>
    <message>
        <source>Filter (%1)</source>
        <translation>Filtrer (%1)</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>Filtrer le tableau</translation>
    </message>
    <message>
        <source>All words must occur in a row; a word after - must not.</source>
        <translation>Tous les mots doivent être dans une ligne&#x202f;; un mot après - ne doit pas y être.</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Plus d’outils</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Non connecté</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Connexion %1</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fichier</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Édition</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;ide</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Nouveau</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>Créer&#xa0;: %1…</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>Démarrer le Dispatch &amp;local</translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation>Se &amp;connecter à un serveur…</translation>
    </message>
    <message>
        <source>&amp;Look now</source>
        <translation>&amp;Regarder maintenant</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filtrer</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Visite</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>Raccourcis &amp;clavier</translation>
    </message>
    <message>
        <source>&amp;About Dispatch Console</source>
        <translation>À &amp;propos de Dispatch Console</translation>
    </message>
    <message>
        <source>%1 · org %2 – Dispatch Console</source>
        <translation>%1 · org %2 – Dispatch Console</translation>
    </message>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Edit…	Enter</source>
        <translation>&amp;Modifier…	Entrée</translation>
    </message>
    <message>
        <source>D&amp;uplicate…	Ctrl+D</source>
        <translation>D&amp;upliquer…	Ctrl+D</translation>
    </message>
    <message>
        <source>&amp;Delete…	Del</source>
        <translation>&amp;Supprimer…	Suppr</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML	Ctrl+C</source>
        <translation>Copier en &amp;YAML	Ctrl+C</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Copier en &amp;JSON</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>Copier en lign&amp;e de commande</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Copier en cu&amp;rl</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importer…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xporter…</translation>
    </message>
    <message>
        <source>Und&amp;o the latest change…</source>
        <translation>&amp;Défaire la dernière modification…</translation>
    </message>
</context>
<context>
    <name>ui::MatchHitsModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Fonction</translation>
    </message>
    <message>
        <source>Function state</source>
        <translation>État de la fonction</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>n’existe pas</translation>
    </message>
</context>
<context>
    <name>ui::MatchView</name>
    <message>
        <source>Did you mean %1? Only upper and lower case differ. (%2)</source>
        <translation>Vouliez-vous dire %1&#x202f;? Seules les majuscules et minuscules diffèrent. (%2)</translation>
    </message>
    <message>
        <source>Did you mean %1? (%2)</source>
        <translation>Vouliez-vous dire %1&#x202f;? (%2)</translation>
    </message>
    <message>
        <source>What this event will hit</source>
        <translation>Ce que cet événement touchera</translation>
    </message>
    <message>
        <source>Subscriptions this event will hit</source>
        <translation>Abonnements que cet événement touchera</translation>
    </message>
    <message>
        <source>Nobody can say what it will hit: the subscriptions could not be read.</source>
        <translation>Personne ne peut dire ce qu’il touchera&#xa0;: les abonnements n’ont pas pu être lus.</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>Lecture des abonnements…</translation>
    </message>
    <message>
        <source>Type an event type to see which subscriptions it will hit. Compared letter by letter; there are no wildcards.</source>
        <translation>Saisissez un type d’événement pour voir quels abonnements il touchera. Comparé lettre par lettre&#x202f;; il n’y a pas de jokers.</translation>
    </message>
    <message>
        <source>The event will be dropped: no subscription has the type %1.</source>
        <translation>L’événement sera écarté&#xa0;: aucun abonnement n’a le type %1.</translation>
    </message>
    <message numerus="yes">
        <source>Goes to one of %n subscription(s):</source>
        <translation>
            <numerusform>Va à %n abonnement&#xa0;:</numerusform>
            <numerusform>Va à l’un de %n abonnements&#xa0;:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hits %n subscription(s):</source>
        <translation>
            <numerusform>Touche %n abonnement&#xa0;:</numerusform>
            <numerusform>Touche %n abonnements&#xa0;:</numerusform>
        </translation>
    </message>
    <message>
        <source>An original Solo shares the events of one type between its subscriptions: each event reaches only one of them, in turn.</source>
        <translation>Un Solo d’origine répartit les événements d’un type entre ses abonnements&#xa0;: chaque événement n’en atteint qu’un, à tour de rôle.</translation>
    </message>
    <message>
        <source>%1 runs more than once: several subscriptions point at it.</source>
        <translation>%1 s’exécute plus d’une fois&#xa0;: plusieurs abonnements y mènent.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them will not run: subscription and function must both be READY.</source>
        <translation>
            <numerusform>%n d’entre eux ne s’exécutera pas&#xa0;: abonnement et fonction doivent tous deux être READY.</numerusform>
            <numerusform>%n d’entre eux ne s’exécuteront pas&#xa0;: abonnement et fonction doivent tous deux être READY.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Show what was tried and what came back</source>
        <translation>Montrer ce qui a été essayé et ce qui est revenu</translation>
    </message>
    <message>
        <source>Copy the message with all details</source>
        <translation>Copier le message avec tous les détails</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Fermer ce message</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>Détails du message</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Could not %1. %2</source>
        <translation>La console n’a pas réussi à %1. %2</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Erreur</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fait</translation>
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation>État HTTP&#xa0;: %1</translation>
    </message>
    <message>
        <source>Raw answer:</source>
        <translation>Réponse brute&#xa0;:</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>Que faire</translation>
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
        <translation>pas de limite</translation>
    </message>
</context>
<context>
    <name>ui::NameEditor</name>
    <message>
        <source>There is a %1 of this name already.</source>
        <translation>%1&#xa0;: ce nom existe déjà.</translation>
    </message>
    <message>
        <source>A name cannot change. Duplicate the %1 to give it another.</source>
        <translation>Un nom ne peut pas changer. Dupliquez l’élément (%1) pour lui en donner un autre.</translation>
    </message>
    <message>
        <source>Leave it empty to use the made-up name.</source>
        <translation>Laissez vide pour utiliser le nom inventé.</translation>
    </message>
</context>
<context>
    <name>ui::NameQuestion</name>
    <message>
        <source>Change a protected server?</source>
        <translation>Modifier un serveur protégé&#x202f;?</translation>
    </message>
    <message>
        <source>%1 To go on, type the name of the connection: %2</source>
        <translation>%1 Pour continuer, saisissez le nom de la connexion&#xa0;: %2</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>Nom de la connexion</translation>
    </message>
    <message>
        <source>&amp;Change it</source>
        <translation>&amp;Modifier</translation>
    </message>
</context>
<context>
    <name>ui::NodesModel</name>
    <message>
        <source>worker</source>
        <translation>worker</translation>
    </message>
    <message>
        <source>control plane</source>
        <translation>plan de contrôle</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nœud</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rôle</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Hôte</translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation>Kubelet</translation>
    </message>
    <message>
        <source>API server</source>
        <translation>Serveur API</translation>
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
        <translation>Accessible de l’extérieur</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifié</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>Type de pilote</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secrets</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>Type d’événement</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Fonction</translation>
    </message>
    <message>
        <source>Language image</source>
        <translation>Image du langage</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>Gestionnaire</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Limite de temps</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Built image</source>
        <translation>Image construite</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>n’existe pas</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Prochaine étape</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Créé</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>Utilise</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Utilisé par</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>et %1 de plus</translation>
    </message>
    <message>
        <source>at least since %1</source>
        <translation>au moins depuis %1</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Depuis</translation>
    </message>
</context>
<context>
    <name>ui::OverviewPane</name>
    <message>
        <source>Nodes</source>
        <translation>Nœuds</translation>
    </message>
    <message>
        <source>State of the cluster</source>
        <translation>État du cluster</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>À propos du cluster</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>Que faire ensuite</translation>
    </message>
    <message>
        <source>Choose a profile above, or create one.</source>
        <translation>Choisissez un profil ci-dessus, ou créez-en un.</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 est %2</translation>
    </message>
    <message>
        <source>, as of %1</source>
        <translation>, état à %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>pilote</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>runtime</source>
        <translation>environnement</translation>
    </message>
    <message>
        <source>address</source>
        <translation>adresse</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>mémoire</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>disque</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>Démarrer</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>Sortir de la pause</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>Réparer le contexte</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>Démarrer à nouveau</translation>
    </message>
    <message>
        <source>Start a new one</source>
        <translation>En démarrer un nouveau</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>Enregistrer les logs…</translation>
    </message>
    <message>
        <source>minikube does not say how it is: %1</source>
        <translation>minikube ne dit pas dans quel état il est : %1</translation>
    </message>
</context>
<context>
    <name>ui::PageActions</name>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Nouveau…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Modifier…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>D&amp;upliquer…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Supprimer…</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML</source>
        <translation>Copier en &amp;YAML</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Copier en &amp;JSON</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>Copier en lign&amp;e de commande</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Copier en cu&amp;rl</translation>
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation>&amp;Copier en</translation>
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation>Copier la sélection comme texte</translation>
    </message>
    <message>
        <source>New %1 (%2)</source>
        <translation>Nouveau&#xa0;: %1 (%2)</translation>
    </message>
    <message>
        <source>Edit the selected %1 (Enter)</source>
        <translation>Modifier la sélection&#xa0;: %1 (Entrée)</translation>
    </message>
    <message>
        <source>New %1 with the values of the selected one</source>
        <translation>Nouveau&#xa0;: %1, avec les valeurs de la sélection</translation>
    </message>
    <message>
        <source>Delete the selection, after a question (Del)</source>
        <translation>Supprimer la sélection, après une question (Suppr)</translation>
    </message>
</context>
<context>
    <name>ui::PairRows</name>
    <message>
        <source>A value has no key.</source>
        <translation>Une valeur n’a pas de clé.</translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; is there twice.</source>
        <translation>La clé «&#xa0;%1&#xa0;» y est deux fois.</translation>
    </message>
    <message>
        <source>key</source>
        <translation>clé</translation>
    </message>
    <message>
        <source>value</source>
        <translation>valeur</translation>
    </message>
    <message>
        <source>Remove this entry</source>
        <translation>Retirer cette entrée</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Clé %1</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>Valeur %1</translation>
    </message>
    <message>
        <source>Remove entry %1</source>
        <translation>Retirer l’entrée %1</translation>
    </message>
</context>
<context>
    <name>ui::ParameterField</name>
    <message>
        <source>This time never comes.</source>
        <translation>Ce moment n’arrive jamais.</translation>
    </message>
    <message>
        <source>Next: %1 (UTC)</source>
        <translation>Prochain&#xa0;: %1 (UTC)</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>Par exemple&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>The driver does not run without it.</source>
        <translation>Le pilote ne tourne pas sans cela.</translation>
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation>Il faut un nombre entier.</translation>
    </message>
    <message>
        <source>At least %1.</source>
        <translation>Au moins %1.</translation>
    </message>
    <message>
        <source>It is &quot;%1&quot;, which is neither true nor false. It stays so until you change it.</source>
        <translation>C’est «&#xa0;%1&#xa0;», qui n’est ni true ni false. Cela reste ainsi jusqu’à ce que vous le changiez.</translation>
    </message>
</context>
<context>
    <name>ui::PasteDialog</name>
    <message>
        <source>Import pasted text</source>
        <translation>Importer le texte collé</translation>
    </message>
    <message>
        <source>&amp;YAML or JSON</source>
        <translation>&amp;YAML ou JSON</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>&amp;Continuer</translation>
    </message>
    <message>
        <source>YAML or JSON to import</source>
        <translation>YAML ou JSON à importer</translation>
    </message>
    <message>
        <source>One or more documents with a kind, separated by lines of three dashes.</source>
        <translation>Un ou plusieurs documents avec un kind, séparés par des lignes de trois tirets.</translation>
    </message>
</context>
<context>
    <name>ui::PinQuestion</name>
    <message>
        <source>Pin the certificate?</source>
        <translation>Épingler le certificat&#x202f;?</translation>
    </message>
    <message>
        <source>Ask the administrator for the SHA-256 fingerprint of the server&apos;s certificate. Only if it is this one, pin it:

%1</source>
        <translation>Demandez à l’administrateur l’empreinte SHA-256 du certificat du serveur. Épinglez-le seulement si c’est celle-ci&#xa0;:

%1</translation>
    </message>
    <message>
        <source>It is this one: &amp;pin it</source>
        <translation>C’est celle-ci&#xa0;: é&amp;pingler</translation>
    </message>
</context>
<context>
    <name>ui::PlanModel</name>
    <message>
        <source>changes %1</source>
        <translation>modifie %1</translation>
    </message>
    <message>
        <source>+ create</source>
        <translation>+ créer</translation>
    </message>
    <message>
        <source>~ change</source>
        <translation>~ modifier</translation>
    </message>
    <message>
        <source>= same</source>
        <translation>= identique</translation>
    </message>
    <message>
        <source>− delete</source>
        <translation>− supprimer</translation>
    </message>
    <message>
        <source>✕ blocked</source>
        <translation>✕ bloqué</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Genre</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
</context>
<context>
    <name>ui::PlanView</name>
    <message>
        <source>Plan: what the import would do</source>
        <translation>Plan&#xa0;: ce que ferait l’import</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Ce qui diffère</translation>
    </message>
    <message>
        <source>The new resource</source>
        <translation>La nouvelle ressource</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>Sur le serveur</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>Dans le fichier</translation>
    </message>
    <message>
        <source>Choose what to import. Nothing is changed before you have seen the plan.</source>
        <translation>Choisissez quoi importer. Rien n’est changé avant que vous ayez vu le plan.</translation>
    </message>
    <message>
        <source>The server has the same already: nothing is sent.</source>
        <translation>Le serveur a déjà la même chose&#xa0;: rien n’est envoyé.</translation>
    </message>
    <message>
        <source>The files do not name it: it would be deleted.</source>
        <translation>Les fichiers ne la nomment pas&#xa0;: elle serait supprimée.</translation>
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
        <translation>&amp;Logs</translation>
    </message>
    <message>
        <source>Pre&amp;vious log</source>
        <translation>Logs pré&amp;cédents</translation>
    </message>
    <message>
        <source>Forward a &amp;port…</source>
        <translation>Rediriger un &amp;port…</translation>
    </message>
    <message>
        <source>Copy the &amp;name</source>
        <translation>Copier le &amp;nom</translation>
    </message>
    <message>
        <source>No pod is like that.</source>
        <translation>Aucun pod ne correspond.</translation>
    </message>
</context>
<context>
    <name>ui::PreflightModel</name>
    <message>
        <source>looking</source>
        <translation>recherche</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Verdict</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Trouvé</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Que faire</translation>
    </message>
</context>
<context>
    <name>ui::PreflightView</name>
    <message>
        <source>&amp;Way of installing</source>
        <translation>&amp;Méthode d’installation</translation>
    </message>
    <message>
        <source>The original installer, with Helm 2</source>
        <translation>L’installateur d’origine, avec Helm 2</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes, with Helm 3</source>
        <translation>Des charts pour un Kubernetes actuel, avec Helm 3</translation>
    </message>
    <message>
        <source>None: the local Dispatch of this console</source>
        <translation>Aucune&#xa0;: le Dispatch local de cette console</translation>
    </message>
    <message>
        <source>Way of installing</source>
        <translation>Méthode d’installation</translation>
    </message>
    <message>
        <source>What an installation needs</source>
        <translation>Ce qu’il faut pour une installation</translation>
    </message>
    <message>
        <source>Result of the check</source>
        <translation>Résultat de la vérification</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 as it was released. Its charts need Kubernetes 1.10 to 1.15 and Helm 2.</source>
        <translation>Dispatch 0.1.24 tel qu’il a été publié. Ses charts demandent Kubernetes 1.10 à 1.15 et Helm 2.</translation>
    </message>
    <message>
        <source>Works on today&apos;s clusters, with charts that somebody rewrote for them. The console checks what they need, and does not run them: the original installer cannot.</source>
        <translation>Marche sur les clusters d’aujourd’hui, avec des charts que quelqu’un a réécrits pour eux. La console vérifie ce qu’il leur faut, et ne les exécute pas&#xa0;: l’installateur d’origine ne le peut pas.</translation>
    </message>
    <message>
        <source>A whole Dispatch on this machine, without a cluster. The same screens, the same files.</source>
        <translation>Un Dispatch complet sur cette machine, sans cluster. Les mêmes écrans, les mêmes fichiers.</translation>
    </message>
    <message>
        <source>&amp;Stop checking</source>
        <translation>A&amp;rrêter la vérification</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>&amp;Vérifier à nouveau</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>&amp;Vérifier maintenant</translation>
    </message>
    <message>
        <source>Not looked at yet. The check asks the tools and the cluster, and fetches charts to see whether they are there. It changes nothing.</source>
        <translation>Pas encore examiné. La vérification interroge les outils et le cluster, et récupère des charts pour voir s’ils sont là. Elle ne change rien.</translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation>Rien à faire ici</translation>
    </message>
</context>
<context>
    <name>ui::ProfileDialog</name>
    <message>
        <source>Connection “%1”</source>
        <translation>Connexion «&#xa0;%1&#xa0;»</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>Se connecter à un serveur</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nom</translation>
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
        <translation>Nom de la connexion</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Adresse du serveur</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>Save without connecting</source>
        <translation>Enregistrer sans se connecter</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>Se &amp;connecter</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>The address is scheme, host and port, for example http://127.0.0.1:8080.</source>
        <translation>L’adresse est schéma, hôte et port, par exemple http://127.0.0.1:8080.</translation>
    </message>
    <message>
        <source>An organization is needed; most servers have one called dispatch.</source>
        <translation>Il faut une organisation&#x202f;; la plupart des serveurs en ont une nommée dispatch.</translation>
    </message>
    <message>
        <source>Another connection is called “%1”.</source>
        <translation>Une autre connexion s’appelle «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>The private key is locked: enter its pass phrase.</source>
        <translation>La clé privée est verrouillée&#xa0;: saisissez sa phrase secrète.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>Interrogation de %1…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
    <message>
        <source>Colour, protection, certificates, proxy</source>
        <translation>Couleur, protection, certificats, proxy</translation>
    </message>
    <message>
        <source>&amp;Test…</source>
        <translation>&amp;Tester…</translation>
    </message>
    <message>
        <source>Test the connection step by step</source>
        <translation>Tester la connexion pas à pas</translation>
    </message>
    <message>
        <source>Sign in in the browser; the console waits. If no browser opens, go to %1</source>
        <translation>Authentifiez-vous dans le navigateur&#x202f;; la console attend. Si aucun navigateur ne s’ouvre, allez à %1</translation>
    </message>
    <message>
        <source>connect to %1</source>
        <translation>se connecter à %1</translation>
    </message>
    <message>
        <source>Pin the certificat&amp;e…</source>
        <translation>Épin&amp;gler le certificat…</translation>
    </message>
</context>
<context>
    <name>ui::ProfileSettings</name>
    <message>
        <source>Choose a PEM file</source>
        <translation>Choisir un fichier PEM</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key)</source>
        <translation>Fichiers PEM (*.pem *.crt *.cer *.key)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Co&amp;lour</source>
        <translation>Cou&amp;leur</translation>
    </message>
    <message>
        <source>&amp;Protection</source>
        <translation>&amp;Protection</translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation>&amp;Fichier CA</translation>
    </message>
    <message>
        <source>Client certi&amp;ficate</source>
        <translation>Cer&amp;tificat client</translation>
    </message>
    <message>
        <source>Its &amp;key</source>
        <translation>Sa &amp;clé</translation>
    </message>
    <message>
        <source>P&amp;inned certificate</source>
        <translation>Certificat ép&amp;inglé</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>Pro&amp;xy</translation>
    </message>
    <message>
        <source>Proxy a&amp;ddress</source>
        <translation>A&amp;dresse du proxy</translation>
    </message>
    <message>
        <source>&amp;Without the proxy</source>
        <translation>&amp;Sans le proxy</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normale</translation>
    </message>
    <message>
        <source>protected: type the name to change anything</source>
        <translation>protégée&#xa0;: saisir le nom pour changer quoi que ce soit</translation>
    </message>
    <message>
        <source>read-only: nothing is changed from here</source>
        <translation>lecture seule&#xa0;: rien n’est changé d’ici</translation>
    </message>
    <message>
        <source>that of the system</source>
        <translation>celui du système</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>this one:</source>
        <translation>celui-ci&#xa0;:</translation>
    </message>
    <message>
        <source>in addition to those of the system</source>
        <translation>en plus de ceux du système</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>Empreinte SHA-256</translation>
    </message>
    <message>
        <source>In&amp;secure: do not check the certificate at all</source>
        <translation>N&amp;on sécurisé&#xa0;: ne pas vérifier le certificat du tout</translation>
    </message>
    <message>
        <source>Anybody on the way can then read the token and everything else. A pinned certificate is safe and works with any server.</source>
        <translation>N’importe qui en chemin peut alors lire le jeton et tout le reste. Un certificat épinglé est sûr et fonctionne avec tout serveur.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>A SHA-256 fingerprint has 64 hexadecimal digits.</source>
        <translation>Une empreinte SHA-256 a 64 chiffres hexadécimaux.</translation>
    </message>
    <message>
        <source>The address of a proxy is host and port, for example proxy.example.com:3128.</source>
        <translation>L’adresse d’un proxy est hôte et port, par exemple proxy.example.com:3128.</translation>
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
        <translation>État</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>Pilote</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Nœuds</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Mémoire</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disque</translation>
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
        <translation>choisir ou saisir un nom</translation>
    </message>
    <message>
        <source>Choose a %1.</source>
        <translation>À choisir&#xa0;: %1.</translation>
    </message>
    <message>
        <source>There is no driver type &quot;%1&quot;, and it is not in the catalogue.</source>
        <translation>Il n’y a pas de type de pilote «&#xa0;%1&#xa0;», et il n’est pas dans le catalogue.</translation>
    </message>
    <message>
        <source>There is no %1 &quot;%2&quot; yet.</source>
        <translation>%1 «&#xa0;%2&#xa0;» n’existe pas encore.</translation>
    </message>
    <message>
        <source>%1 The type is registered first, with image %2.</source>
        <translation>%1 Le type est d’abord enregistré, avec l’image %2.</translation>
    </message>
    <message>
        <source>%1 (%2, will be registered)</source>
        <translation>%1 (%2, sera enregistré)</translation>
    </message>
</context>
<context>
    <name>ui::ReferencesEditor</name>
    <message>
        <source>There are no %1 yet.</source>
        <translation>%1&#xa0;: rien pour l’instant.</translation>
    </message>
    <message>
        <source>Not there yet: %1.</source>
        <translation>Pas encore là&#xa0;: %1.</translation>
    </message>
    <message>
        <source>%1 (will be created)</source>
        <translation>%1 (sera créé)</translation>
    </message>
    <message>
        <source>%1 (does not exist)</source>
        <translation>%1 (n’existe pas)</translation>
    </message>
</context>
<context>
    <name>ui::RequestDock</name>
    <message>
        <source>(nothing)</source>
        <translation>(rien)</translation>
    </message>
    <message>
        <source>(too long to keep)</source>
        <translation>(trop long à conserver)</translation>
    </message>
    <message>
        <source>(not text)</source>
        <translation>(pas du texte)</translation>
    </message>
    <message>
        <source>(not kept)</source>
        <translation>(non conservé)</translation>
    </message>
    <message>
        <source>(not kept: it may hold secrets)</source>
        <translation>(non conservé&#xa0;: peut contenir des secrets)</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Filter: a part of the path, the method or the status</source>
        <translation>Filtre&#xa0;: une partie du chemin, de la méthode ou de l’état</translation>
    </message>
    <message>
        <source>Filter the requests</source>
        <translation>Filtrer les requêtes</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Copier en cu&amp;rl</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>&amp;Effacer</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Ce qui a été envoyé</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>Ce qui est revenu</translation>
    </message>
    <message>
        <source>Choose a request to see what was sent…</source>
        <translation>Choisissez une requête pour voir ce qui a été envoyé…</translation>
    </message>
    <message>
        <source>…and what came back. Secrets are masked.</source>
        <translation>…et ce qui est revenu. Les secrets sont masqués.</translation>
    </message>
</context>
<context>
    <name>ui::RequestModel</name>
    <message>
        <source>no answer</source>
        <translation>pas de réponse</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Chemin</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyé</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
</context>
<context>
    <name>ui::ResourceDialog</name>
    <message>
        <source>New %1</source>
        <translation>Nouveau&#xa0;: %1</translation>
    </message>
    <message>
        <source>Edit %1 %2</source>
        <translation>Modifier %1 %2</translation>
    </message>
    <message>
        <source>Duplicate %1 %2</source>
        <translation>Dupliquer %1 %2</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Créer</translation>
    </message>
    <message>
        <source>Read the values &amp;again</source>
        <translation>Relire les v&amp;aleurs</translation>
    </message>
    <message>
        <source>Reading the values…</source>
        <translation>Lecture des valeurs…</translation>
    </message>
    <message>
        <source>Without its values the secret cannot be changed.</source>
        <translation>Sans ses valeurs, le secret ne peut pas être modifié.</translation>
    </message>
    <message>
        <source>There is nothing to change.</source>
        <translation>Il n’y a rien à modifier.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>Abandonner&#x202f;?</translation>
    </message>
    <message>
        <source>Discard what you typed?</source>
        <translation>Abandonner ce que vous avez saisi&#x202f;?</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>C&amp;ontinuer la saisie</translation>
    </message>
    <message>
        <source>Cancelled: nothing was sent.</source>
        <translation>Annulé&#xa0;: rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>The %1 is deleted on the server and only in this form now. Discard it?</source>
        <translation>Supprimé sur le serveur (%1), cet élément n’est plus que dans ce formulaire. L’abandonner&#x202f;?</translation>
    </message>
    <message>
        <source>This is saved to the server.</source>
        <translation>Cela est enregistré sur le serveur.</translation>
    </message>
</context>
<context>
    <name>ui::ResourceForm</name>
    <message>
        <source>&amp;More</source>
        <translation>&amp;Plus</translation>
    </message>
    <message>
        <source>&amp;Known driver</source>
        <translation>Pilote &amp;connu</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>ui::ResourcePage</name>
    <message>
        <source>Enter edits, Delete deletes, the menu key shows what else can be done.</source>
        <translation>Entrée modifie, Suppr supprime, la touche Menu montre ce qui peut encore être fait.</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>Colonnes&#xa0;: %1</translation>
    </message>
    <message>
        <source>Age of the list</source>
        <translation>Âge de la liste</translation>
    </message>
    <message>
        <source>as of %1 · stale</source>
        <translation>état à %1 · périmé</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>état à %1</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>&amp;Réessayer maintenant</translation>
    </message>
</context>
<context>
    <name>ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation>Exécutions</translation>
    </message>
    <message numerus="yes">
        <source>%n older run(s) dropped: the newest are kept here.</source>
        <translation>
            <numerusform>%n exécution plus ancienne écartée&#xa0;: les plus récentes sont gardées ici.</numerusform>
            <numerusform>%n exécutions plus anciennes écartées&#xa0;: les plus récentes sont gardées ici.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::RunPanel</name>
    <message>
        <source>&amp;Input (JSON)</source>
        <translation>&amp;Entrée (JSON)</translation>
    </message>
    <message>
        <source>Input of the run, JSON</source>
        <translation>Entrée de l’exécution, JSON</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>E&amp;xécuter</translation>
    </message>
    <message>
        <source>Run the function with this input (Ctrl+Return)</source>
        <translation>Exécuter la fonction avec cette entrée (Ctrl+Entrée)</translation>
    </message>
    <message>
        <source>The function is %1: it can run when it is READY.</source>
        <translation>La fonction est %1&#xa0;: elle peut s’exécuter quand elle est READY.</translation>
    </message>
    <message>
        <source>Left empty, the function gets no input.</source>
        <translation>Si vide, la fonction ne reçoit pas d’entrée.</translation>
    </message>
    <message>
        <source>paste the input of a run</source>
        <translation>coller l’entrée d’une exécution</translation>
    </message>
    <message>
        <source>The text is too long for this field, which is for inputs typed by hand.</source>
        <translation>Le texte est trop long pour ce champ, destiné aux entrées saisies à la main.</translation>
    </message>
    <message>
        <source>Send it as an event with a file: the subscribed functions get it as their input.</source>
        <translation>Envoyez-le comme événement avec un fichier&#xa0;: les fonctions abonnées le reçoivent en entrée.</translation>
    </message>
    <message>
        <source>This runs the function %1.</source>
        <translation>Cela exécute la fonction %1.</translation>
    </message>
</context>
<context>
    <name>ui::RunView</name>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Erreur</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Exécution %1</translation>
    </message>
    <message>
        <source>Choose a run to see its output, logs and error.</source>
        <translation>Choisissez une exécution pour voir sa sortie, ses logs et son erreur.</translation>
    </message>
    <message>
        <source>No output.</source>
        <translation>Pas de sortie.</translation>
    </message>
    <message>
        <source>Still running…</source>
        <translation>Encore en cours…</translation>
    </message>
    <message>
        <source>--- standard error ---</source>
        <translation>--- erreur standard ---</translation>
    </message>
    <message>
        <source>It wrote nothing.</source>
        <translation>Elle n’a rien écrit.</translation>
    </message>
    <message>
        <source>No error.</source>
        <translation>Pas d’erreur.</translation>
    </message>
    <message>
        <source>Event %1
Type %2, source %3

</source>
        <translation>Événement %1
Type %2, source %3

</translation>
    </message>
    <message>
        <source>No input.</source>
        <translation>Pas d’entrée.</translation>
    </message>
    <message>
        <source>
… cut here, after %1 kB</source>
        <translation>
… coupé ici, après %1 ko</translation>
    </message>
    <message>
        <source>Parts of the run</source>
        <translation>Parties de l’exécution</translation>
    </message>
</context>
<context>
    <name>ui::SaveFlow</name>
    <message>
        <source>save %1 %2</source>
        <translation>enregistrer %1 %2</translation>
    </message>
    <message>
        <source>Saving was cancelled. The server may have done a part of it already.</source>
        <translation>L’enregistrement a été annulé. Le serveur en a peut-être déjà fait une partie.</translation>
    </message>
    <message>
        <source>Look at the list before you try again.</source>
        <translation>Regardez la liste avant de réessayer.</translation>
    </message>
    <message>
        <source>The old %1 is deleted and the new one is not there yet: it is only in this form. %2</source>
        <translation>L’ancien élément (%1) est supprimé et le nouveau n’est pas encore là&#xa0;: il n’est que dans ce formulaire. %2</translation>
    </message>
    <message>
        <source>Save again to create it.</source>
        <translation>Enregistrez à nouveau pour le créer.</translation>
    </message>
</context>
<context>
    <name>ui::SecretPairsEditor</name>
    <message>
        <source>S&amp;how values</source>
        <translation>Afficher les &amp;valeurs</translation>
    </message>
    <message>
        <source>Value from &amp;file…</source>
        <translation>Valeur d’un &amp;fichier…</translation>
    </message>
    <message>
        <source>A secret needs at least one key.</source>
        <translation>Un secret a besoin d’au moins une clé.</translation>
    </message>
    <message>
        <source>A file that becomes one value</source>
        <translation>Un fichier qui devient une valeur</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1&#xa0;: lecture impossible&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 1 MB, too large for a secret.</source>
        <translation>%1 dépasse 1 Mo, trop pour un secret.</translation>
    </message>
    <message>
        <source>%1 is not text (UTF-8). Encode it first, for example with base64.</source>
        <translation>%1 n’est pas du texte (UTF-8). Encodez-le d’abord, par exemple en base64.</translation>
    </message>
</context>
<context>
    <name>ui::SecretPeek</name>
    <message>
        <source>&amp;Reveal</source>
        <translation>&amp;Révéler</translation>
    </message>
    <message>
        <source>Fetch this value and show it for 30 seconds</source>
        <translation>Récupérer cette valeur et l’afficher pendant 30 secondes</translation>
    </message>
    <message>
        <source>Reveal the value for 30 seconds</source>
        <translation>Révéler la valeur pendant 30 secondes</translation>
    </message>
    <message>
        <source>Key of the secret</source>
        <translation>Clé du secret</translation>
    </message>
    <message>
        <source>Value of the key</source>
        <translation>Valeur de la clé</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Fetch this value and put it on the clipboard for 30 seconds</source>
        <translation>Récupérer cette valeur et la mettre dans le presse-papiers pendant 30 secondes</translation>
    </message>
    <message>
        <source>Copy the value for 30 seconds</source>
        <translation>Copier la valeur pendant 30 secondes</translation>
    </message>
</context>
<context>
    <name>ui::SendRow</name>
    <message>
        <source>Send man&amp;y…</source>
        <translation>Envoi mult&amp;iple…</translation>
    </message>
    <message>
        <source>Send this event many times, or the lines of a file</source>
        <translation>Envoyer cet événement plusieurs fois, ou les lignes d’un fichier</translation>
    </message>
    <message>
        <source>&amp;Send event</source>
        <translation>&amp;Envoyer l’événement</translation>
    </message>
    <message>
        <source>Send the event (Ctrl+Return)</source>
        <translation>Envoyer l’événement (Ctrl+Entrée)</translation>
    </message>
    <message>
        <source>How much of the event is sent</source>
        <translation>Part de l’événement déjà envoyée</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;nnuler</translation>
    </message>
    <message>
        <source>Cancel sending the event</source>
        <translation>Annuler l’envoi de l’événement</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Envoi…</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>Préparation…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>%1 sent, waiting for the answer…</source>
        <translation>%1 envoyés, en attente de la réponse…</translation>
    </message>
</context>
<context>
    <name>ui::ServiceAccountDialog</name>
    <message>
        <source>New service account</source>
        <translation>Nouveau compte de service</translation>
    </message>
    <message>
        <source>A key is made on this machine and kept like every other secret of a connection. The server gets its public half. A new connection then signs in to the organization “%1” with it.</source>
        <translation>Une clé est créée sur cette machine et conservée comme tout autre secret d’une connexion. Le serveur en reçoit la moitié publique. Une nouvelle connexion s’authentifie ensuite avec elle auprès de l’organisation «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nom</translation>
    </message>
    <message>
        <source>Name of the service account</source>
        <translation>Nom du compte de service</translation>
    </message>
    <message>
        <source>&amp;Allow it everything in this organization, with a policy of its own</source>
        <translation>&amp;Tout lui permettre dans cette organisation, par une politique propre</translation>
    </message>
    <message>
        <source>Without a policy it can sign in and do nothing.</source>
        <translation>Sans politique, il peut s’authentifier et ne rien faire.</translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation>Le c&amp;réer</translation>
    </message>
    <message>
        <source>A name has letters, digits, - and _ only.</source>
        <translation>Un nom n’a que des lettres, des chiffres, - et _.</translation>
    </message>
    <message>
        <source>This makes a service account.</source>
        <translation>Cela crée un compte de service.</translation>
    </message>
</context>
<context>
    <name>ui::ServicesModel</name>
    <message>
        <source>only inside the cluster</source>
        <translation>seulement dans le cluster</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espace de noms</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Ports</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adresses</translation>
    </message>
</context>
<context>
    <name>ui::ServicesView</name>
    <message>
        <source>Services</source>
        <translation>Services</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>Regarder à &amp;nouveau</translation>
    </message>
    <message>
        <source>&amp;Open in the browser</source>
        <translation>&amp;Ouvrir dans le navigateur</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>&amp;Copier l’adresse</translation>
    </message>
    <message>
        <source>Co&amp;nnect to it…</source>
        <translation>&amp;S’y connecter…</translation>
    </message>
    <message>
        <source>Asking for the services…</source>
        <translation>Demande des services…</translation>
    </message>
    <message>
        <source>The cluster must run to have services.</source>
        <translation>Le cluster doit tourner pour avoir des services.</translation>
    </message>
    <message>
        <source>Stop the &amp;tunnel</source>
        <translation>Arrêter le &amp;tunnel</translation>
    </message>
    <message>
        <source>Stop the &amp;dashboard</source>
        <translation>Arrêter le ta&amp;bleau de bord</translation>
    </message>
    <message>
        <source>Start a &amp;tunnel</source>
        <translation>Démarrer un &amp;tunnel</translation>
    </message>
    <message>
        <source>Start the &amp;dashboard</source>
        <translation>Démarrer le ta&amp;bleau de bord</translation>
    </message>
    <message>
        <source>A tunnel gives services of the type LoadBalancer an address.</source>
        <translation>Un tunnel donne une adresse aux services du type LoadBalancer.</translation>
    </message>
    <message>
        <source>The dashboard of Kubernetes, in a browser.</source>
        <translation>Le tableau de bord de Kubernetes, dans un navigateur.</translation>
    </message>
    <message>
        <source>The tunnel wants a password, which it can only ask for in a terminal. Run there: %1</source>
        <translation>Le tunnel veut un mot de passe, qu’il ne peut demander que dans un terminal. Exécutez-y&#xa0;: %1</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>démarrage…</translation>
    </message>
    <message>
        <source>Copy the co&amp;mmand</source>
        <translation>Copier la co&amp;mmande</translation>
    </message>
    <message>
        <source>Open it in the &amp;browser</source>
        <translation>L’ouvrir dans le nav&amp;igateur</translation>
    </message>
</context>
<context>
    <name>ui::SignInForm</name>
    <message>
        <source>A service account has a name, as ci or acme/ci.</source>
        <translation>Un compte de service a un nom, comme ci ou acme/ci.</translation>
    </message>
    <message>
        <source>The cookie is missing: all of the header, as name=value.</source>
        <translation>Le cookie manque&#xa0;: tout l’en-tête, sous la forme nom=valeur.</translation>
    </message>
    <message>
        <source>The token is missing: without the word Bearer.</source>
        <translation>Le jeton manque&#xa0;: sans le mot Bearer.</translation>
    </message>
    <message>
        <source>The private key of the service account is missing.</source>
        <translation>La clé privée du compte de service manque.</translation>
    </message>
    <message>
        <source>The secret is kept in the keychain of this desktop (%1).</source>
        <translation>Le secret est conservé dans le trousseau de ce bureau (%1).</translation>
    </message>
    <message>
        <source>The secret is kept until the console ends. %1</source>
        <translation>Le secret est conservé jusqu’à la fin de la console. %1</translation>
    </message>
    <message>
        <source>Asking the keychain…</source>
        <translation>Le trousseau est interrogé…</translation>
    </message>
    <message>
        <source>None: as Dispatch Solo expects it</source>
        <translation>Aucune&#xa0;: comme l’attend Dispatch Solo</translation>
    </message>
    <message>
        <source>Cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>Jeton Bearer</translation>
    </message>
    <message>
        <source>Service account with its key</source>
        <translation>Compte de service avec sa clé</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>&amp;S’authentifier</translation>
    </message>
    <message>
        <source>Coo&amp;kie</source>
        <translation>Coo&amp;kie</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>&amp;Jeton</translation>
    </message>
    <message>
        <source>Acco&amp;unt</source>
        <translation>Comp&amp;te</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>C&amp;lé privée</translation>
    </message>
    <message>
        <source>&amp;Pass phrase</source>
        <translation>Ph&amp;rase secrète</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>C&amp;hoisir…</translation>
    </message>
    <message>
        <source>Choose the file of the private key</source>
        <translation>Choisir le fichier de la clé privée</translation>
    </message>
    <message>
        <source>name, or organization/name</source>
        <translation>nom, ou organisation/nom</translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation>conservé&#x202f;; saisir pour remplacer</translation>
    </message>
    <message>
        <source>asked each time, kept nowhere</source>
        <translation>demandée chaque fois, conservée nulle part</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>conservé</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>aucune choisie</translation>
    </message>
    <message>
        <source>Private key of the service account</source>
        <translation>Clé privée du compte de service</translation>
    </message>
    <message>
        <source>Get it with the &amp;browser…</source>
        <translation>L’obtenir avec le navi&amp;gateur…</translation>
    </message>
    <message>
        <source>Sign in with the browser</source>
        <translation>S’authentifier avec le navigateur</translation>
    </message>
</context>
<context>
    <name>ui::SourceBar</name>
    <message>
        <source>&amp;Files…</source>
        <translation>&amp;Fichiers…</translation>
    </message>
    <message>
        <source>F&amp;older…</source>
        <translation>D&amp;ossier…</translation>
    </message>
    <message>
        <source>&amp;Paste…</source>
        <translation>Co&amp;ller…</translation>
    </message>
    <message>
        <source>&amp;Address…</source>
        <translation>&amp;Adresse…</translation>
    </message>
    <message>
        <source>What is imported</source>
        <translation>Ce qui est importé</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Importer des fichiers</translation>
    </message>
    <message>
        <source>YAML and JSON (*.yaml *.yml *.json)</source>
        <translation>YAML et JSON (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>Importer un dossier</translation>
    </message>
    <message>
        <source>Import from an address</source>
        <translation>Importer d’une adresse</translation>
    </message>
    <message>
        <source>Address of a YAML or JSON file (http or https). The credentials of the connection are not sent there.</source>
        <translation>Adresse d’un fichier YAML ou JSON (http ou https). Les identifiants de la connexion n’y sont pas envoyés.</translation>
    </message>
</context>
<context>
    <name>ui::SourceEditor</name>
    <message>
        <source>choose, drop or type a path</source>
        <translation>choisir, déposer ou saisir un chemin</translation>
    </message>
    <message>
        <source>Fol&amp;der…</source>
        <translation>Dos&amp;sier…</translation>
    </message>
    <message>
        <source>&amp;File…</source>
        <translation>&amp;Fichier…</translation>
    </message>
    <message>
        <source>Choose a source folder</source>
        <translation>Choisir un dossier source</translation>
    </message>
    <message>
        <source>Choose a source file</source>
        <translation>Choisir un fichier source</translation>
    </message>
    <message>
        <source>The server never gives a source back: choose it again to change the function.</source>
        <translation>Le serveur ne rend jamais une source&#xa0;: choisissez-la à nouveau pour modifier la fonction.</translation>
    </message>
    <message>
        <source>Choose the file or the folder with the code.</source>
        <translation>Choisissez le fichier ou le dossier avec le code.</translation>
    </message>
    <message>
        <source>There is no file or folder %1.</source>
        <translation>Il n’y a pas de fichier ni de dossier %1.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1&#xa0;: lecture impossible.</translation>
    </message>
    <message>
        <source>A folder needs a handler that says where to begin.</source>
        <translation>Un dossier a besoin d’un gestionnaire qui dit où commencer.</translation>
    </message>
    <message>
        <source>All files below the folder are packed, without hidden ones.</source>
        <translation>Tous les fichiers sous le dossier sont empaquetés, sans ceux qui sont cachés.</translation>
    </message>
    <message>
        <source>%1, read when the form is sent.</source>
        <translation>%1, lu à l’envoi du formulaire.</translation>
    </message>
    <message>
        <source>Folder with the code</source>
        <translation>Dossier avec le code</translation>
    </message>
    <message>
        <source>File with the code</source>
        <translation>Fichier avec le code</translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Starting local Dispatch…</source>
        <translation>Démarrage du Dispatch local…</translation>
    </message>
    <message>
        <source>Where is your Dispatch?</source>
        <translation>Où est votre Dispatch&#x202f;?</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>Démarrer le Dispatch &amp;local</translation>
    </message>
    <message>
        <source>Works right away on this machine, keeps its data, needs nothing else.</source>
        <translation>Fonctionne tout de suite sur cette machine, garde ses données, n’a besoin de rien d’autre.</translation>
    </message>
    <message>
        <source>&amp;Connect to a server</source>
        <translation>Se &amp;connecter à un serveur</translation>
    </message>
    <message>
        <source>Dispatch Solo or Dispatch on Kubernetes, by its address.</source>
        <translation>Dispatch Solo ou Dispatch sur Kubernetes, par son adresse.</translation>
    </message>
    <message>
        <source>Set up &amp;minikube</source>
        <translation>Installer &amp;minikube</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>&amp;Redémarrer le Dispatch local</translation>
    </message>
    <message>
        <source>A full cluster on this machine, with Dispatch in it: make, start and watch it here.</source>
        <translation>Un cluster complet sur cette machine, avec Dispatch dedans&#xa0;: créez-le, démarrez-le et surveillez-le ici.</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>not connected</source>
        <translation>non connecté</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>connexion en cours</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>connecté</translation>
    </message>
    <message>
        <source>connected %1 ms</source>
        <translation>connecté %1 ms</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>pas de réponse</translation>
    </message>
    <message>
        <source>paused: the sign-in was refused</source>
        <translation>en pause&#xa0;: l’authentification a été refusée</translation>
    </message>
    <message>
        <source>next look %1 s</source>
        <translation>prochain regard %1 s</translation>
    </message>
    <message>
        <source>token %1 s</source>
        <translation>jeton %1 s</translation>
    </message>
    <message>
        <source>token %1 min</source>
        <translation>jeton %1 min</translation>
    </message>
</context>
<context>
    <name>ui::TemplateBar</name>
    <message>
        <source>Templates</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Pinned templates</source>
        <translation>Modèles épinglés</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>Modèle %1</translation>
    </message>
    <message>
        <source>%1 is no template and was left alone: %2</source>
        <translation>%1 n’est pas un modèle et a été laissé tel quel&#xa0;: %2</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more file(s).</source>
        <translation>
            <numerusform>… et %n fichier de plus.</numerusform>
            <numerusform>… et %n fichiers de plus.</numerusform>
        </translation>
    </message>
    <message>
        <source>No templates yet</source>
        <translation>Pas encore de modèles</translation>
    </message>
    <message>
        <source>&amp;Save as template…</source>
        <translation>&amp;Enregistrer comme modèle…</translation>
    </message>
    <message>
        <source>&amp;Update with this draft</source>
        <translation>Mettre à jo&amp;ur avec ce brouillon</translation>
    </message>
    <message>
        <source>&amp;Rename, describe, pin</source>
        <translation>&amp;Renommer, décrire, épingler</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>&amp;Open the folder</source>
        <translation>&amp;Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Delete a template</source>
        <translation>Supprimer un modèle</translation>
    </message>
    <message>
        <source>Delete the template %1?</source>
        <translation>Supprimer le modèle %1&#x202f;?</translation>
    </message>
    <message>
        <source>The file %1 goes with it.</source>
        <translation>Le fichier %1 disparaît avec lui.</translation>
    </message>
    <message>
        <source>open the folder of templates</source>
        <translation>ouvrir le dossier des modèles</translation>
    </message>
    <message>
        <source>No program on this desktop opens folders.</source>
        <translation>Aucun programme de ce bureau n’ouvre de dossiers.</translation>
    </message>
    <message>
        <source>The templates are in %1.</source>
        <translation>Les modèles sont dans %1.</translation>
    </message>
    <message>
        <source>Tem&amp;plates</source>
        <translation>&amp;Modèles</translation>
    </message>
</context>
<context>
    <name>ui::TemplateDialog</name>
    <message>
        <source>&amp;Pinned: has a button of its own</source>
        <translation>É&amp;pinglé&#xa0;: a son propre bouton</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nom</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>&amp;Description</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>Un modèle a besoin d’un nom.</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>Enregistrer comme modèle</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>Modèle %1</translation>
    </message>
</context>
<context>
    <name>ui::ToolChooser</name>
    <message>
        <source>Where is %1?</source>
        <translation>Où est %1&#x202f;?</translation>
    </message>
</context>
<context>
    <name>ui::ToolsModel</name>
    <message>
        <source>looking</source>
        <translation>recherche</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>introuvable</translation>
    </message>
    <message>
        <source>cannot be run</source>
        <translation>ne peut pas être exécuté</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>cassé</translation>
    </message>
    <message>
        <source>too old</source>
        <translation>trop ancien</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bon</translation>
    </message>
    <message>
        <source>%1 (chosen)</source>
        <translation>%1 (choisi)</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Outil</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Verdict</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Chemin</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Pour quoi</translation>
    </message>
</context>
<context>
    <name>ui::ToolsView</name>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for. To get it: %2. Or choose where it is.</source>
        <translation>%1 n’est pas sur cette machine, ou pas là où les programmes sont cherchés. Pour l’obtenir&#xa0;: %2. Ou indiquez où il est.</translation>
    </message>
    <message>
        <source>%1 is not a program that can be run. Choose another file, or search for it again.</source>
        <translation>%1 n’est pas un programme exécutable. Choisissez un autre fichier, ou cherchez-le à nouveau.</translation>
    </message>
    <message>
        <source>%1 does not tell its version (%2). Check that it is %3, and for this machine.</source>
        <translation>%1 ne dit pas sa version (%2). Vérifiez que c’est bien %3, et pour cette machine.</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>il n’a rien dit</translation>
    </message>
    <message>
        <source>%1 is older than %2. To get a newer one: %3.</source>
        <translation>%1 est plus ancien que %2. Pour en obtenir un plus récent&#xa0;: %3.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
    <message>
        <source>About the tool</source>
        <translation>À propos de l’outil</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>Regarder à &amp;nouveau</translation>
    </message>
    <message>
        <source>Choose the &amp;file…</source>
        <translation>Choisir le &amp;fichier…</translation>
    </message>
    <message>
        <source>&amp;Search for it</source>
        <translation>Le &amp;chercher</translation>
    </message>
    <message>
        <source>Copy &amp;how to get it</source>
        <translation>Copier le moyen de l’&amp;obtenir</translation>
    </message>
    <message>
        <source>Choose a tool to read about it. A cluster takes minikube and something that carries it, such as Docker; kubectl shows what runs in it.</source>
        <translation>Choisissez un outil pour en savoir plus. Un cluster demande minikube et quelque chose qui le porte, comme Docker&#x202f;; kubectl montre ce qui y tourne.</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation>%1 %2.</translation>
    </message>
    <message>
        <source>Looking &amp;again…</source>
        <translation>Examen à &amp;nouveau…</translation>
    </message>
</context>
<context>
    <name>ui::Tour</name>
    <message>
        <source>A Dispatch of your own</source>
        <translation>Un Dispatch à vous</translation>
    </message>
    <message>
        <source>A local Dispatch runs on this machine. It keeps its data, and it is a real one: what works here works on a server.</source>
        <translation>Un Dispatch local tourne sur cette machine. Il garde ses données, et c’est un vrai&#xa0;: ce qui fonctionne ici fonctionne sur un serveur.</translation>
    </message>
    <message>
        <source>Register a driver type</source>
        <translation>Enregistrer un type de pilote</translation>
    </message>
    <message>
        <source>A driver type says which image turns something into events. The catalogue knows the usual ones; ticker is the simplest.</source>
        <translation>Un type de pilote dit quelle image transforme quelque chose en événements. Le catalogue connaît les plus courants&#x202f;; ticker est le plus simple.</translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation>Conserver un secret</translation>
    </message>
    <message>
        <source>Passwords belong into secrets: drivers and functions refer to them by name, and the window never shows a value unless you ask.</source>
        <translation>Les mots de passe ont leur place dans les secrets&#xa0;: pilotes et fonctions s’y réfèrent par leur nom, et la fenêtre n’affiche jamais une valeur sans que vous le demandiez.</translation>
    </message>
    <message>
        <source>Start a driver</source>
        <translation>Démarrer un pilote</translation>
    </message>
    <message>
        <source>A driver is a running instance of a type. This one ticks every two seconds. The table follows it until it is READY.</source>
        <translation>Un pilote est une instance en marche d’un type. Celui-ci bat toutes les deux secondes. Le tableau le suit jusqu’à ce qu’il soit READY.</translation>
    </message>
    <message>
        <source>Create a function</source>
        <translation>Créer une fonction</translation>
    </message>
    <message>
        <source>A function is a file or a folder with code. Dispatch builds it and says READY when it can run.</source>
        <translation>Une fonction est un fichier ou un dossier avec du code. Dispatch la construit et dit READY quand elle peut s’exécuter.</translation>
    </message>
    <message>
        <source>Subscribe the function</source>
        <translation>Abonner la fonction</translation>
    </message>
    <message>
        <source>A subscription ties an event type to a function, letter by letter. From now on each tick runs hello.</source>
        <translation>Un abonnement lie un type d’événement à une fonction, lettre par lettre. Désormais, chaque battement exécute hello.</translation>
    </message>
    <message>
        <source>Look at what ran</source>
        <translation>Regarder ce qui s’est exécuté</translation>
    </message>
    <message>
        <source>The function keeps its runs: those of the ticker and yours, each with its input, output and log.</source>
        <translation>La fonction garde ses exécutions&#xa0;: celles du ticker et les vôtres, chacune avec son entrée, sa sortie et ses logs.</translation>
    </message>
    <message>
        <source>Stop the driver</source>
        <translation>Arrêter le pilote</translation>
    </message>
    <message>
        <source>Deleting says first what depends on the thing, and Cancel is the default. Nothing needs this driver, so it goes.</source>
        <translation>La suppression dit d’abord ce qui dépend de l’élément, et Annuler est le choix par défaut. Rien n’a besoin de ce pilote&#xa0;: il s’en va.</translation>
    </message>
    <message>
        <source>The picture %1 could not be saved. Is there space, and may you write there?</source>
        <translation>L’image %1 n’a pas pu être enregistrée. Y a-t-il de la place, et avez-vous le droit d’y écrire&#x202f;?</translation>
    </message>
    <message>
        <source>The window was closed.</source>
        <translation>La fenêtre a été fermée.</translation>
    </message>
    <message>
        <source>The tour was stopped.</source>
        <translation>La visite a été arrêtée.</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 sur %2&#xa0;: %3</translation>
    </message>
    <message>
        <source>nothing came of it</source>
        <translation>cela n’a rien donné</translation>
    </message>
    <message>
        <source>the control was not there</source>
        <translation>l’élément de commande n’était pas là</translation>
    </message>
    <message>
        <source>Step %1 (%2), move %3 did not happen: %4.</source>
        <translation>Étape %1 (%2), le mouvement %3 n’a pas eu lieu&#xa0;: %4.</translation>
    </message>
    <message>
        <source>Compose an event and see whom it hits</source>
        <translation>Composer un événement et voir qui il touche</translation>
    </message>
    <message>
        <source>Events can be made by hand. Before anything is sent, the page says whom the event will hit and shows the request to the byte, also for curl, PowerShell and Python.</source>
        <translation>Les événements peuvent être faits à la main. Avant tout envoi, la page dit qui l’événement touchera et montre la requête à l’octet près, aussi pour curl, PowerShell et Python.</translation>
    </message>
    <message>
        <source>Send it and follow what it does</source>
        <translation>L’envoyer et suivre ce qu’il fait</translation>
    </message>
    <message>
        <source>The trace joins each subscription with its run: state, duration, output and log, and whether the function was given exactly what was sent.</source>
        <translation>La trace relie chaque abonnement à son exécution&#xa0;: état, durée, sortie et logs, et si la fonction a reçu exactement ce qui a été envoyé.</translation>
    </message>
    <message>
        <source>Keep it as a template</source>
        <translation>Le garder comme modèle</translation>
    </message>
    <message>
        <source>A template is a plain file that can be shared. A pinned one has a button of its own. All that was ever sent is in the history.</source>
        <translation>Un modèle est un simple fichier qui peut être partagé. Un modèle épinglé a son propre bouton. Tout ce qui a été envoyé est dans l’historique.</translation>
    </message>
    <message>
        <source>Send many</source>
        <translation>En envoyer beaucoup</translation>
    </message>
    <message>
        <source>A job sends an event many times or the lines of a file, at a rate or as fast as answers come. It keeps a line for each event and draws how long everything takes.</source>
        <translation>Une tâche envoie un événement plusieurs fois ou les lignes d’un fichier, à un débit donné ou aussi vite que viennent les réponses. Elle garde une ligne par événement et trace le temps que tout prend.</translation>
    </message>
</context>
<context>
    <name>ui::TourCaption</name>
    <message>
        <source>&amp;Stop tour</source>
        <translation>&amp;Arrêter la visite</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Visite</translation>
    </message>
</context>
<context>
    <name>ui::TraceModel</name>
    <message>
        <source>none that is known</source>
        <translation>aucune connue</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Fonction</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>aucune exécution</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>en attente</translation>
    </message>
</context>
<context>
    <name>ui::TraceView</name>
    <message>
        <source>Send an event, and what it does appears here.</source>
        <translation>Envoyez un événement, et ce qu’il fait apparaît ici.</translation>
    </message>
    <message>
        <source>Sending %1…</source>
        <translation>Envoi de %1…</translation>
    </message>
    <message>
        <source>Not accepted: %1</source>
        <translation>Non accepté&#xa0;: %1</translation>
    </message>
    <message>
        <source>Accepted: HTTP %1 after %2 ms</source>
        <translation>Accepté&#xa0;: HTTP %1 après %2 ms</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n abonnement</numerusform>
            <numerusform>%n abonnements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%n en attente</numerusform>
            <numerusform>%n en attente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n en cours</numerusform>
            <numerusform>%n en cours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n succeeded</source>
        <translation>
            <numerusform>%n réussie</numerusform>
            <numerusform>%n réussies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n échec</numerusform>
            <numerusform>%n échecs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a run</source>
        <translation>
            <numerusform>%n sans exécution</numerusform>
            <numerusform>%n sans exécution</numerusform>
        </translation>
    </message>
    <message>
        <source>Queued. Following the runs it causes…</source>
        <translation>En attente. Suivi des exécutions qu’il cause…</translation>
    </message>
    <message>
        <source>The runs cannot be seen just now: %1</source>
        <translation>Les exécutions ne sont pas visibles pour l’instant&#xa0;: %1</translation>
    </message>
    <message>
        <source>Everything it caused has ended.</source>
        <translation>Tout ce qu’il a causé est terminé.</translation>
    </message>
    <message>
        <source>No subscription matched %1: the server took the event and dropped it.</source>
        <translation>Aucun abonnement ne correspondait à %1&#xa0;: le serveur a pris l’événement et l’a écarté.</translation>
    </message>
    <message>
        <source>The deadline passed before everything had ended. A run that comes later is still shown.</source>
        <translation>Le délai est passé avant que tout soit terminé. Une exécution plus tardive est tout de même affichée.</translation>
    </message>
    <message>
        <source>This server does not tell of runs: what the event did cannot be seen from here.</source>
        <translation>Ce serveur ne parle pas des exécutions&#xa0;: ce que l’événement a fait ne peut pas être vu d’ici.</translation>
    </message>
    <message>
        <source>✓ The function received exactly what was sent.</source>
        <translation>✓ La fonction a reçu exactement ce qui a été envoyé.</translation>
    </message>
    <message>
        <source>Nobody can tell whether the function received what was sent.</source>
        <translation>Personne ne peut dire si la fonction a reçu ce qui a été envoyé.</translation>
    </message>
    <message>
        <source>The function received something else</source>
        <translation>La fonction a reçu autre chose</translation>
    </message>
    <message>
        <source>The function received something else at %1</source>
        <translation>La fonction a reçu autre chose à %1</translation>
    </message>
    <message>
        <source>%1: sent %2, received %3</source>
        <translation>%1&#xa0;: envoyé %2, reçu %3</translation>
    </message>
    <message>
        <source>What the event did</source>
        <translation>Ce que l’événement a fait</translation>
    </message>
    <message>
        <source>What each subscription made of the event</source>
        <translation>Ce que chaque abonnement a fait de l’événement</translation>
    </message>
</context>
<context>
    <name>ui::UndoDialog</name>
    <message>
        <source>Undo</source>
        <translation>Défaire</translation>
    </message>
    <message>
        <source>Take back the latest change?</source>
        <translation>Revenir sur la dernière modification&#x202f;?</translation>
    </message>
    <message>
        <source>What undoing would do</source>
        <translation>Ce que ferait Défaire</translation>
    </message>
    <message>
        <source>What would differ</source>
        <translation>Ce qui serait différent</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Maintenant</translation>
    </message>
    <message>
        <source>After undoing</source>
        <translation>Après avoir défait</translation>
    </message>
    <message>
        <source>Bring secrets back &amp;without their values, which are not kept</source>
        <translation>Rétablir les secrets &amp;sans leurs valeurs, qui ne sont pas conservées</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Défaire</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;nnuler</translation>
    </message>
    <message numerus="yes">
        <source>Take back the whole import (%n changes)?</source>
        <translation>
            <numerusform>Revenir sur tout l’import (%n modification)&#x202f;?</numerusform>
            <numerusform>Revenir sur tout l’import (%n modifications)&#x202f;?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::UndoModel</name>
    <message>
        <source>Delete %1 %2, which was created</source>
        <translation>Supprimer %1 %2, créé auparavant</translation>
    </message>
    <message>
        <source>Change %1 %2 back</source>
        <translation>Remettre %1 %2 comme avant</translation>
    </message>
    <message>
        <source>Create %1 %2 again, which was deleted</source>
        <translation>Recréer %1 %2, supprimé auparavant</translation>
    </message>
    <message>
        <source>⚠ The values of the secret are gone.</source>
        <translation>⚠ Les valeurs du secret sont perdues.</translation>
    </message>
    <message>
        <source>Undoing would</source>
        <translation>Défaire va</translation>
    </message>
    <message>
        <source>Done at</source>
        <translation>Fait à</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
</context>
<context>
    <name>ui::VariableMenu</name>
    <message>
        <source>Variables</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>Put a variable into the field with the cursor (Ctrl+Space)</source>
        <translation>Mettre une variable dans le champ où se trouve le curseur (Ctrl+Espace)</translation>
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
        <translation>longueur pas encore connue</translation>
    </message>
    <message>
        <source>%1 bytes here</source>
        <translation>%1 octets ici</translation>
    </message>
    <message>
        <source>as base64</source>
        <translation>en base64</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>comme texte</translation>
    </message>
    <message>
        <source>⟨the file %1, %2 bytes, %3, %4⟩</source>
        <translation>⟨le fichier %1, %2 octets, %3, %4⟩</translation>
    </message>
    <message>
        <source>
… shortened here; %1 more bytes go out.</source>
        <translation>
… raccourci ici&#x202f;; %1 octets de plus sont envoyés.</translation>
    </message>
    <message>
        <source>
… shortened here; %1 characters in all. Copy takes everything.</source>
        <translation>
… raccourci ici&#x202f;; %1 caractères en tout. Copier prend tout.</translation>
    </message>
    <message>
        <source>The request as it will go</source>
        <translation>La requête telle qu’elle partira</translation>
    </message>
    <message>
        <source>The same request for other tools</source>
        <translation>La même requête pour d’autres outils</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Set the environment variable %1 before you run it: no credential is written here.</source>
        <translation>Définissez la variable d’environnement %1 avant de l’exécuter&#xa0;: aucun identifiant n’est écrit ici.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>pas encore connu</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 octets</translation>
    </message>
    <message>
        <source>Data %1 · encoded %2 · request body %3</source>
        <translation>Données %1 · encodées %2 · corps de la requête %3</translation>
    </message>
</context>
<context>
    <name>ui::WorkloadView</name>
    <message>
        <source>ready</source>
        <translation>prêt</translation>
    </message>
    <message>
        <source>NOT ready</source>
        <translation>PAS prêt</translation>
    </message>
    <message>
        <source>takes no new pods</source>
        <translation>ne prend pas de nouveaux pods</translation>
    </message>
    <message>
        <source>%1 CPUs</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>%1 for pods</source>
        <translation>%1 pour les pods</translation>
    </message>
    <message>
        <source>Node %1: %2</source>
        <translation>Nœud %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>What runs in the cluster</source>
        <translation>Ce qui tourne dans le cluster</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espace de noms</translation>
    </message>
    <message>
        <source>All namespaces</source>
        <translation>Tous les espaces de noms</translation>
    </message>
    <message>
        <source>Filter the pods: name, state, reason… (-word: without)</source>
        <translation>Filtrer les pods&#xa0;: nom, état, raison… (-mot&#xa0;: sans)</translation>
    </message>
    <message>
        <source>Filter the pods</source>
        <translation>Filtrer les pods</translation>
    </message>
    <message>
        <source>Look again now</source>
        <translation>Regarder à nouveau maintenant</translation>
    </message>
    <message>
        <source>Events, log and forwarded ports</source>
        <translation>Événements, logs et ports redirigés</translation>
    </message>
    <message>
        <source>%1 (terminating)</source>
        <translation>%1 (en fin de vie)</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>Le cluster est interrogé…</translation>
    </message>
    <message>
        <source>There are no pods in this cluster.</source>
        <translation>Il n’y a pas de pods dans ce cluster.</translation>
    </message>
    <message>
        <source>There are no pods in %1.</source>
        <translation>Il n’y a pas de pods dans %1.</translation>
    </message>
    <message>
        <source>No cluster is chosen</source>
        <translation>Aucun cluster n’est choisi</translation>
    </message>
    <message>
        <source>Choose one, or create one, to see what runs in it.</source>
        <translation>Choisissez-en un, ou créez-en un, pour voir ce qui y tourne.</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 est %2</translation>
    </message>
    <message>
        <source>What runs in it is shown when that is done.</source>
        <translation>Ce qui y tourne s’affiche quand c’est fini.</translation>
    </message>
    <message>
        <source>kubectl is not on this machine</source>
        <translation>kubectl n’est pas sur cette machine</translation>
    </message>
    <message>
        <source>It is needed to see what runs in a cluster: %1</source>
        <translation>Il est nécessaire pour voir ce qui tourne dans un cluster&#xa0;: %1</translation>
    </message>
    <message>
        <source>kubectl does not work</source>
        <translation>kubectl ne fonctionne pas</translation>
    </message>
    <message>
        <source>%1 cannot be used. Choose another one under Tools.</source>
        <translation>%1 ne peut pas être utilisé. Choisissez-en un autre sous Outils.</translation>
    </message>
    <message>
        <source>This was so %1 ago. %2</source>
        <translation>C’était ainsi il y a %1. %2</translation>
    </message>
    <message numerus="yes">
        <source>Events (%n warnings)</source>
        <translation>
            <numerusform>Événements (%n avertissement)</numerusform>
            <numerusform>Événements (%n avertissements)</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Événements</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Forwarded ports (%1)</source>
        <translation>Ports redirigés (%1)</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>Ports redirigés</translation>
    </message>
</context>
<context>
    <name>ui::Workspace</name>
    <message numerus="yes">
        <source>%n in ERROR</source>
        <translation>
            <numerusform>%n en ERROR</numerusform>
            <numerusform>%n en ERROR</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Événements</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>&amp;Réessayer maintenant</translation>
    </message>
    <message>
        <source>Deleted %1 %2.</source>
        <translation>Supprimé&#xa0;: %1 %2.</translation>
    </message>
    <message>
        <source>Created %1 %2.</source>
        <translation>Créé&#xa0;: %1 %2.</translation>
    </message>
    <message>
        <source>Saved %1 %2.</source>
        <translation>Enregistré&#xa0;: %1 %2.</translation>
    </message>
    <message>
        <source>%1 is READY.</source>
        <translation>%1 est READY.</translation>
    </message>
    <message>
        <source>bring %1 %2 to READY</source>
        <translation>amener %1 %2 à READY</translation>
    </message>
    <message>
        <source>It is in ERROR and the server gives no reason.</source>
        <translation>L’état est ERROR et le serveur ne donne pas de raison.</translation>
    </message>
    <message>
        <source>Correct it with Edit; saving starts it again.</source>
        <translation>Corrigez avec Modifier&#x202f;; l’enregistrement relance.</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>Redé&amp;marrer le Dispatch local</translation>
    </message>
    <message>
        <source>the input of function %1</source>
        <translation>l’entrée de la fonction %1</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>Abandonner&#x202f;?</translation>
    </message>
    <message>
        <source>Discard what you typed and did not send? It is in: %1.</source>
        <translation>Abandonner ce que vous avez saisi sans l’envoyer&#x202f;? Cela se trouve dans&#xa0;: %1.</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>C&amp;ontinuer la saisie</translation>
    </message>
    <message>
        <source>the import that is running; what it has done stays done</source>
        <translation>l’import en cours&#x202f;; ce qu’il a fait reste fait</translation>
    </message>
    <message>
        <source>There is nothing to undo here.</source>
        <translation>Il n’y a rien à défaire ici.</translation>
    </message>
    <message numerus="yes">
        <source>Undone: %n changes.</source>
        <translation>
            <numerusform>Défaite&#xa0;: %n modification.</numerusform>
            <numerusform>Défaites&#xa0;: %n modifications.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Sign in again…</source>
        <translation>S’au&amp;thentifier à nouveau…</translation>
    </message>
</context>
<context>
    <name>ui::YamlDesk</name>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>Importée&#xa0;: %n modification.</numerusform>
            <numerusform>Importées&#xa0;: %n modifications.</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>Exporté vers %1.</translation>
    </message>
    <message numerus="yes">
        <source>Exported %n files to %1.</source>
        <translation>
            <numerusform>%n fichier exporté vers %1.</numerusform>
            <numerusform>%n fichiers exportés vers %1.</numerusform>
        </translation>
    </message>
</context>
</TS>
