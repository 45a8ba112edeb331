LISTEN     0      65535          127.0.10.1:8000             0.0.0.0:*     ino:16046102 sk:3fe299 cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8009             0.0.0.0:*     ino:16004071 sk:3fe29a cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8008             0.0.0.0:*     ino:16004070 sk:3fe29b cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8005             0.0.0.0:*     ino:16004067 sk:3fe29c cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8004             0.0.0.0:*     ino:16004066 sk:3fe29d cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8007             0.0.0.0:*     ino:16004069 sk:3fe29e cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8006             0.0.0.0:*     ino:16004068 sk:3fe29f cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8001             0.0.0.0:*     ino:16004063 sk:3fe2a0 cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8000             0.0.0.0:*     ino:16004062 sk:3fe2a1 cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8003             0.0.0.0:*     ino:16004065 sk:3fe2a2 cgroup:/ <->                                     
LISTEN     0      65535           127.0.5.1:8002             0.0.0.0:*     ino:16004064 sk:3fe2a3 cgroup:/ <->                                     
LISTEN     0      65535          127.0.12.1:8000             0.0.0.0:*     ino:16046108 sk:3fe2a4 cgroup:/ <->                                     
LISTEN     1      0               127.0.8.1:8000             0.0.0.0:*     ino:16046094 sk:3fe2a5 cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8009             0.0.0.0:*     ino:16003987 sk:3fe2a6 cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8008             0.0.0.0:*     ino:16003986 sk:3fe2a7 cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8001             0.0.0.0:*     ino:16003979 sk:3fe2a8 cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8000             0.0.0.0:*     ino:16003978 sk:3fe2a9 cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8003             0.0.0.0:*     ino:16003981 sk:3fe2aa cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8002             0.0.0.0:*     ino:16003980 sk:3fe2ab cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8005             0.0.0.0:*     ino:16003983 sk:3fe2ac cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8004             0.0.0.0:*     ino:16003982 sk:3fe2ad cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8007             0.0.0.0:*     ino:16003985 sk:3fe2ae cgroup:/ <->                                     
LISTEN     0      65535           127.0.0.1:8006             0.0.0.0:*     ino:16003984 sk:3fe2af cgroup:/ <->                                     
LISTEN     0      65535           127.0.9.1:8000             0.0.0.0:*     ino:16046098 sk:3fe2b0 cgroup:/ <->                                     
LISTEN     0      65535         127.192.3.1:2000             0.0.0.0:*     ino:16004004 sk:3fe2b1 cgroup:/ <->                                     
LISTEN     0      65535         127.192.3.1:2001             0.0.0.0:*     ino:16004005 sk:3fe2b2 cgroup:/ <->                                     
LISTEN     1      16           127.0.0.1%lo:7000             0.0.0.0:*     uid:1234 ino:16050788 sk:3fe2b7 fwmark:0x2a cgroup:/conncount-golden <->
LISTEN     0      65535           127.0.4.1:8001             0.0.0.0:*     ino:16004039 sk:3fe2b8 cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8000             0.0.0.0:*     ino:16004038 sk:3fe2b9 cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8003             0.0.0.0:*     ino:16004041 sk:3fe2ba cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8002             0.0.0.0:*     ino:16004040 sk:3fe2bb cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8005             0.0.0.0:*     ino:16004043 sk:3fe2bc cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8004             0.0.0.0:*     ino:16004042 sk:3fe2bd cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8007             0.0.0.0:*     ino:16004045 sk:3fe2be cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8006             0.0.0.0:*     ino:16004044 sk:3fe2bf cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8009             0.0.0.0:*     ino:16004047 sk:3fe2c0 cgroup:/ <->                                     
LISTEN     0      65535           127.0.4.1:8008             0.0.0.0:*     ino:16004046 sk:3fe2c1 cgroup:/ <->                                     
LISTEN     0      65535          127.0.11.1:8000             0.0.0.0:*     ino:16046105 sk:3fe2c2 cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8000             0.0.0.0:*     ino:16004096 sk:3fe2c3 cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8001             0.0.0.0:*     ino:16046081 sk:3fe2c4 cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8002             0.0.0.0:*     ino:16046082 sk:3fe2c5 cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8003             0.0.0.0:*     ino:16046083 sk:3fe2c6 cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8004             0.0.0.0:*     ino:16046084 sk:3fe2c7 cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8005             0.0.0.0:*     ino:16046085 sk:3fe2c8 cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8006             0.0.0.0:*     ino:16046086 sk:3fe2c9 cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8007             0.0.0.0:*     ino:16046087 sk:3fe2ca cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8008             0.0.0.0:*     ino:16046088 sk:3fe2cb cgroup:/ <->                                     
LISTEN     0      65535           127.0.7.1:8009             0.0.0.0:*     ino:16046089 sk:3fe2cc cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8007             0.0.0.0:*     ino:16004085 sk:3fe2cd cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8006             0.0.0.0:*     ino:16004084 sk:3fe2ce cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8005             0.0.0.0:*     ino:16004083 sk:3fe2cf cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8004             0.0.0.0:*     ino:16004082 sk:3fe2d0 cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8003             0.0.0.0:*     ino:16004081 sk:3fe2d1 cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8002             0.0.0.0:*     ino:16004080 sk:3fe2d2 cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8001             0.0.0.0:*     ino:16004079 sk:3fe2d3 cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8000             0.0.0.0:*     ino:16004078 sk:3fe2d4 cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8009             0.0.0.0:*     ino:16004087 sk:3fe2d5 cgroup:/ <->                                     
LISTEN     0      65535           127.0.6.1:8008             0.0.0.0:*     ino:16004086 sk:3fe2d6 cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8002          127.64.1.1:25184 ino:16004030 sk:3fe2d7 cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8009          127.64.0.1:58260 ino:16004024 sk:3fe2d8 cgroup:/ <->                                     
SYN-RECV   0      0               127.0.9.1:8000          127.73.2.1:55098 timer:(on,900ms,0) ino:0 sk:3fe2d9                                      
FIN-WAIT-2 0      0              127.71.0.1:16776          127.0.7.1:8000  timer:(timewait,57sec,0) ino:0 sk:3fe2da                                
ESTAB      0      0               127.0.0.1:8007          127.64.0.1:33392 ino:16004020 sk:3fe2db cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8000          127.64.0.1:53368 ino:16004006 sk:3fe2dc cgroup:/ <->                                     
CLOSE-WAIT 0      0               127.0.6.1:8001          127.70.0.1:29262 ino:16004091 sk:3fe2dd cgroup:/ -->                                     
ESTAB      0      0               127.0.0.1:8004          127.64.1.1:19330 ino:16004034 sk:3fe2de cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8006          127.64.0.1:28688 ino:16004018 sk:3fe2e1 cgroup:/ <->                                     
ESTAB      0      0              127.64.0.1:58260          127.0.0.1:8009  ino:16004023 sk:3fe2e2 cgroup:/ <->                                     
ESTAB      0      0              127.64.1.1:59434          127.0.0.1:8009  ino:16046116 sk:3fe2e4 cgroup:/ <->                                     
FIN-WAIT-2 1152   0              127.0.12.1:8000          127.76.0.1:32626 ino:16046110 sk:3fe2e5 cgroup:/ <--                                     
ESTAB      0      0               127.0.8.1:8000          127.72.0.1:21898 ino:0 sk:3fe2e6 cgroup:/ <->                                            
FIN-WAIT-2 0      0              127.70.0.1:24296          127.0.6.1:8000  ino:16004088 sk:3fe2e7 cgroup:/ <--                                     
ESTAB      0      0              127.64.1.1:19330          127.0.0.1:8004  ino:16004033 sk:3fe2e8 cgroup:/ <->                                     
CLOSE-WAIT 0      0               127.0.7.1:8000          127.71.0.1:16776 ino:16046091 sk:3fe2e9 cgroup:/ -->                                     
CLOSE-WAIT 0      0               127.0.6.1:8000          127.70.0.1:24296 ino:16004089 sk:3fe2ea cgroup:/ -->                                     
SYN-RECV   0      0               127.0.9.1:8000          127.73.1.1:27164 timer:(on,844ms,0) ino:0 sk:3fe2eb                                      
TIME-WAIT  0      0              127.68.0.1:30296          127.0.4.1:8001  timer:(timewait,57sec,0) ino:0 sk:3fe2ed                                
ESTAB      0      0               127.0.0.1:8008          127.64.1.1:28630 ino:16046115 sk:3fe2ee cgroup:/ <->                                     
ESTAB      0      0              127.64.1.1:58872          127.0.0.1:8006  ino:16004037 sk:3fe2ef cgroup:/ <->                                     
ESTAB      0      0              127.64.1.1:20202          127.0.0.1:8001  ino:16004027 sk:3fe2f0 cgroup:/ <->                                     
ESTAB      0      0            127.0.0.1%lo:7000           127.0.0.1:7001  uid:1234 ino:0 sk:3fe2f1 fwmark:0x2a cgroup:/conncount-golden <->       
SYN-SENT   0      1              127.72.1.1:17746          127.0.8.1:8000  timer:(on,836ms,2) ino:16046097 sk:3fe2f3 cgroup:/ <->                  
ESTAB      0      0              127.64.0.1:33392          127.0.0.1:8007  ino:16004019 sk:3fe2f4 cgroup:/ <->                                     
FIN-WAIT-2 0      0              127.70.0.1:59574          127.0.6.1:8002  ino:16004092 sk:3fe2f5 cgroup:/ <--                                     
ESTAB      0      0              127.64.0.1:53368          127.0.0.1:8000  ino:16003988 sk:3fe2f6 cgroup:/ <->                                     
FIN-WAIT-2 0      0              127.70.0.1:29262          127.0.6.1:8001  ino:16004090 sk:3fe2f7 cgroup:/ <--                                     
ESTAB      0      0              127.64.0.1:37242          127.0.0.1:8004  ino:16004013 sk:3fe2f8 cgroup:/ <->                                     
CLOSING    0      2881           127.75.0.1:32118         127.0.11.1:8000  timer:(persist,872ms,0) ino:16046106 sk:3fe2f9 cgroup:/ ---             
ESTAB      0      0               127.0.0.1:8003          127.64.0.1:48028 ino:16004012 sk:3fe2fa cgroup:/ <->                                     
FIN-WAIT-2 0      0              127.71.0.1:64702          127.0.7.1:8001  timer:(timewait,57sec,0) ino:0 sk:3fe2fb                                
ESTAB      0      0               127.0.0.1:8005          127.64.1.1:23070 ino:16004036 sk:3fe2fc cgroup:/ <->                                     
CLOSE-WAIT 0      0               127.0.6.1:8002          127.70.0.1:59574 ino:16004093 sk:3fe2fe cgroup:/ -->                                     
ESTAB      1152   0              127.0.10.1:8000          127.74.0.1:24230 ino:16046104 sk:3fe2ff cgroup:/ <->                                     
TIME-WAIT  0      0              127.68.0.1:24776          127.0.4.1:8003  timer:(timewait,57sec,0) ino:0 sk:3fe300                                
ESTAB      0      0               127.0.0.1:8000          127.64.1.1:49186 ino:16004026 sk:3fe302 cgroup:/ <->                                     
SYN-RECV   0      0               127.0.9.1:8000          127.73.0.1:25328 timer:(on,768ms,0) ino:0 sk:3fe303                                      
ESTAB      0      0               127.0.0.1:8002          127.64.0.1:53564 ino:16004010 sk:3fe304 cgroup:/ <->                                     
TIME-WAIT  0      0              127.68.0.1:43806          127.0.4.1:8002  timer:(timewait,57sec,0) ino:0 sk:3fe305                                
ESTAB      0      0               127.0.0.1:8001          127.64.0.1:49960 ino:16004008 sk:3fe306 cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8005          127.64.0.1:58354 ino:16004016 sk:3fe307 cgroup:/ <->                                     
TIME-WAIT  0      0              127.68.0.1:17062          127.0.4.1:8005  timer:(timewait,57sec,0) ino:0 sk:3fe308                                
ESTAB      0      0              127.64.1.1:25184          127.0.0.1:8002  ino:16004029 sk:3fe30a cgroup:/ <->                                     
CLOSE-WAIT 0      0               127.0.5.1:8002          127.69.0.1:55660 ino:16004077 sk:3fe30b cgroup:/ -->                                     
ESTAB      0      0              127.64.1.1:64294          127.0.0.1:8003  ino:16004031 sk:3fe30c cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8001          127.64.1.1:20202 ino:16004028 sk:3fe30d cgroup:/ <->                                     
FIN-WAIT-2 1152   0              127.0.11.1:8000          127.75.0.1:32118 ino:16046107 sk:3fe30e cgroup:/ <--                                     
ESTAB      0      0               127.0.0.1:8006          127.64.1.1:58872 ino:16046111 sk:3fe30f cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8008          127.64.0.1:36912 ino:16004022 sk:3fe310 cgroup:/ <->                                     
ESTAB      0      0              127.64.1.1:23070          127.0.0.1:8005  ino:16004035 sk:3fe311 cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8009          127.64.1.1:59434 ino:16046117 sk:3fe312 cgroup:/ <->                                     
TIME-WAIT  0      0              127.68.0.1:28966          127.0.4.1:8000  timer:(timewait,57sec,0) ino:0 sk:3fe313                                
ESTAB      0      0              127.72.0.1:21898          127.0.8.1:8000  ino:16046095 sk:3fe314 cgroup:/ <->                                     
SYN-SENT   0      1              127.72.0.1:21900          127.0.8.1:8000  timer:(on,756ms,2) ino:16046096 sk:3fe315 cgroup:/ <->                  
CLOSE-WAIT 0      0               127.0.5.1:8000          127.69.0.1:62700 ino:16004073 sk:3fe316 cgroup:/ -->                                     
FIN-WAIT-2 0      0              127.70.0.1:63374          127.0.6.1:8003  ino:16004094 sk:3fe317 cgroup:/ <--                                     
TIME-WAIT  0      0              127.68.0.1:46308          127.0.4.1:8004  timer:(timewait,57sec,0) ino:0 sk:3fe318                                
CLOSE-WAIT 0      0               127.0.7.1:8001          127.71.0.1:64702 ino:16046093 sk:3fe319 cgroup:/ -->                                     
ESTAB      0      0              127.64.1.1:28630          127.0.0.1:8008  ino:16046114 sk:3fe31a cgroup:/ <->                                     
ESTAB      0      0              127.64.0.1:53564          127.0.0.1:8002  ino:16004009 sk:3fe31b cgroup:/ <->                                     
FIN-WAIT-1 0      2881           127.74.0.1:24230         127.0.10.1:8000  timer:(persist,880ms,0) ino:16046103 sk:3fe31c cgroup:/ <--             
ESTAB      0      0              127.64.1.1:49186          127.0.0.1:8000  ino:16004025 sk:3fe31d cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8007          127.64.1.1:55612 ino:16046113 sk:3fe31e cgroup:/ <->                                     
ESTAB      0      0              127.64.0.1:28688          127.0.0.1:8006  ino:16004017 sk:3fe31f cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8004          127.64.0.1:37242 ino:16004014 sk:3fe320 cgroup:/ <->                                     
ESTAB      0      0              127.64.0.1:49960          127.0.0.1:8001  ino:16004007 sk:3fe321 cgroup:/ <->                                     
ESTAB      0      0              127.64.0.1:36912          127.0.0.1:8008  ino:16004021 sk:3fe322 cgroup:/ <->                                     
ESTAB      0      0               127.0.0.1:8003          127.64.1.1:64294 ino:16004032 sk:3fe323 cgroup:/ <->                                     
CLOSE-WAIT 0      0               127.0.5.1:8001          127.69.0.1:36326 ino:16004075 sk:3fe324 cgroup:/ -->                                     
LAST-ACK   0      2881           127.76.0.1:32626         127.0.12.1:8000  timer:(persist,752ms,0) ino:16046109 sk:3fe325 cgroup:/ ---             
TIME-WAIT  0      0              127.68.0.1:25230          127.0.4.1:8006  timer:(timewait,57sec,0) ino:0 sk:3fe326                                
ESTAB      0      0              127.64.0.1:58354          127.0.0.1:8005  ino:16004015 sk:3fe327 cgroup:/ <->                                     
ESTAB      0      0              127.64.0.1:48028          127.0.0.1:8003  ino:16004011 sk:3fe328 cgroup:/ <->                                     
ESTAB      0      0              127.64.1.1:55612          127.0.0.1:8007  ino:16046112 sk:3fe32a cgroup:/ <->                                     
CLOSE-WAIT 0      0               127.0.6.1:8003          127.70.0.1:63374 ino:16004095 sk:3fe32b cgroup:/ -->                                     
LISTEN     0      65535               [::1]:2004                [::]:*     ino:16003989 sk:3fe2b3 cgroup:/ v6only:1 <->                            
LISTEN     0      65535               [::1]:2005                [::]:*     ino:16003990 sk:3fe2b4 cgroup:/ v6only:1 <->                            
LISTEN     0      65535               [::1]:2006                [::]:*     ino:16003991 sk:3fe2b5 cgroup:/ v6only:1 <->                            
LISTEN     0      65535               [::1]:2007                [::]:*     ino:16003992 sk:3fe2b6 cgroup:/ v6only:1 <->                            
ESTAB      0      0                   [::1]:15798              [::1]:2007  ino:16003999 sk:3fe2df cgroup:/ <->                                     
ESTAB      0      0                   [::1]:2005               [::1]:13266 ino:16003996 sk:3fe2e0 cgroup:/ <->                                     
ESTAB      0      0                   [::1]:13266              [::1]:2005  ino:16003995 sk:3fe2e3 cgroup:/ <->                                     
ESTAB      0      0                   [::1]:64400              [::1]:2006  ino:16003997 sk:3fe2ec cgroup:/ <->                                     
ESTAB      0      0                   [::1]:2007               [::1]:15798 ino:16004000 sk:3fe2f2 cgroup:/ <->                                     
ESTAB      0      0                   [::1]:2006               [::1]:64400 ino:16003998 sk:3fe2fd cgroup:/ <->                                     
ESTAB      0      0                   [::1]:10984              [::1]:2004  ino:16003993 sk:3fe301 cgroup:/ <->                                     
ESTAB      0      0                   [::1]:2004               [::1]:10984 ino:16003994 sk:3fe309 cgroup:/ <->                                     
ESTAB      0      0      [::ffff:127.0.0.1]:7001  [::ffff:127.0.0.1]:7000  ino:16050794 sk:3fe329 cgroup:/conncount-golden <->                     
