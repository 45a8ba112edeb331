p_raw UNCONN 0      0         [0]:*  * ino:69427342 sk:1d94343 ver:0 cpy_thresh:0 flags( 0 )               
p_dgr UNCONN 1666   0      [2048]:lo * uid:1234 ino:69427343 sk:1d94344 ver:0 cpy_thresh:0 flags( running )
p_raw UNCONN 3332   0           *:*  * ino:69427344 sk:1d94345 ver:0 cpy_thresh:0 flags( running )         
