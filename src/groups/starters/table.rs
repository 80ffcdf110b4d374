//! The starters, found by the search of `benches/groups`.

/// A line each: people, size of a group, turns, the rounds written down, and what goes across. A
/// letter a person, in the order of Unicode from `#`, with `¡` after `~`. The longest of its kind
/// stands first.
pub(crate) const STARTERS: &str = r"
9 3 3 $&(')+*#% #&)
12 3 1 &,*%.-$#+)'(.&(+',#*-$%)(+-),#'&%*.$$,-(%*)&+#.'
13 3 4 /$-(*,)+%'&.#
14 3 4 &0(-+/#',*).%$
15 3 7 1*#(&)$-.%0+'/,
16 3 3 2*%'#1)($,/&0.+-%#,/-12.&('$+)*0
17 3 5 -+#2*3%0./&$'(1),
18 3 4 4$.*1#'&3)(+%0,/2-/'4+#&,(-*$0)2%3.1
19 3 6 #+-$&3,(45*/).21'0%
20 3 6 0#)2.4$,+6(5*/%'31&-
21 3 7 %.2*1#5$,'+3()&-/0746 ',2#-2$*4
22 3 9 +.-&8%36(1#$*02,45')/7
23 3 4 2)65&%0.'+/$(7*-493#81,3(8&#5/0,%41'*2+96-7)$.
24 3 11 *86#742.30&)/$:,1-95('%+
25 3 11 -3&1%:7$29(0'+)#5.68,;/4*
26 3 5 ;<$+4(1'%&6:7.8)*935-20,/#),62;*013/$8%97'5+#&(-:.<4
27 3 13 =0#'/-+.*$9:&14,3<7(28%6;)5
28 3 12 09-(7$.6,>&*)=5'2%;:#<3841/+
29 3 5 9:&$*+1;-4>(3?#2'/0,5<87.6=%)5,)'=:3.(7%#04?192;6*$/-&<+8>
30 3 14 ?2'(<:+0-%3)=>8;&.,51@/74$#*96
31 3 13 :5'<0$)1,@4+=*9>3&?6%A-.#2(/;87
32 3 13 '*#08724$;,:&(/3A=+6?.<)1@>5%9B-
33 3 11 +@/A=B1960#&><$42-.58;7C3*:'%,)(? $/C#4?'3@*8=%8B
34 3 15 59*?>0@+&-'=A1#.<B(,C4$67;/8D2%3):
35 3 14 ;.86'(0$&5@C1,A#:*D<39%)4>7+E-B=/?2
36 3 17 -.$,90<&4*5;?(F%#13E:7A/2'B=8)+>@6CD
37 3 17 2=(?%635)+F.A7D89E1$4>*0B;-,&G<#/'@:C
38 3 15 59<:/+*17='D2.0$6>&A;F,)3G?(HE@%C#4-B8
39 3 19 I6#-02D98&%1,5E)/@'+C>:$H?*B<.=3;A4F7(G
40 3 17 ;>9?+FB$7),DG8#-'20=43H%C.*6I<(@E/&J5:A1
41 3 16 <81+2.#%@:AD)5E40;K-F'=B/?I,6*3H9$J7G(&C>
42 3 20 8A&031L75%9*6>.2?,JH('ED:GB4-);#K/IFC$=@+<
43 3 19 A+$51>MF,J-=8)/4237:'I9B;0?K6HEC.*D(<#&GL%@
44 3 19 '2.1);@<$8EA5NHK/L3>%?*F0#GD=-+:,6J7B&(ICM94
45 3 15 >62<%179+@*E5/FLK#BGJ($):DH34=.0'AN8O?-&ICM,; $8K#<H*:I&>D13M'4K$7D
46 3 21 7'4A:P%E>=&C0)L(5$3@;*6OF+2IB9.J/H#,D-M?N18KG<
47 3 20 A>GB7'503DF#E8IM(91Q6*JH@)&?-+,/;O2K:4$<PLC%.=N
48 3 23 R=&2B06D$I:'(FC<4+5J?QO9PL3/7,G@>;8.HMNAK%-1E*#)
49 3 21 FB6:%EN,AOQ;)>D9+?<#$5K83&I-C(JR=.SL/HM1@*7G4P02'
50 3 21 A$3)F8:;0,EI'*S-?B1H%N@R+KQL2GC7(<D/#65O>P9&TJ4M.=
51 3 25 J>'&QG*N56KC2(9:RP/1B-M3U@%LIET,SAO<H#?0D4+.;=78)$F
52 3 23 -=P?VN&0C5/3(4#%*>KT8AS<69@O,FE.QJM)H$12U7LIB';DG+:R
53 3 23 :;J?)1$#6*MVG8>.<9WDU5HTO&EKN=40@+(I-/L3R'QFCP27SA,B%
54 3 26 L%D=-RMFI3+.H6:>?#C&2/Q$)'@XO9WK(<P,0714TN*B;G8VJA5USE
55 3 25 TD8$P7MN-OV@5J'BLF2*=?:%0H9UQGCEX(>RK#;41I+<.,SW)36&Y/A
56 3 25 D1JB*H&'ES0,@$XG8L6Z:-/T<K9=IN#7CF?VO(YQ+;)AMW3>R2%.4PU5
57 3 19 =D:'MLHI2@E8<;5K[RNJ.0AW+*?7U9,#/-(VPF%6&XG4)31$QSC>BYZTO 2>P,6I4CI27L,CP1:R5=W+8W#HY
58 3 27 4APUWY)#\C>?HT5FOI,KG0.2@%63R(<;+&/V1*NZE':$-XBJM=D[78LS9Q
59 3 25 @;$MH:BIG-Q=,0.6'L*V3#RE1YUO/T>F[K&8<%Z+DSC?N9XA7]J\24)(PW5
60 3 29 HLR%SBZDXN(7P'O$)#]I-*JW:8@T\09M/^E,2Q6?<+VYKC>.5G=1&[F3AU;4
61 3 28 09CO5QMU+^;6KZY$*W_/3'GJT#@V[7B:8X.=(EL1S\2?RA]F4DI<%HP)N&,>-
62 3 28 VLK;R032C+A[I<X5@.8>N(7E\1JPGW&^ZF,HU*YTD%`M/:'_O6-4Q]#?S$)=9B
63 3 31 a#BVIF&2094:WN_\H`-A^6=R%)TD1?L+3U,5/M>@Z.8];Y[$XC(SG<KE7PQ*JO'
64 3 28 )8WF?3=,0%$I]A97-_NV;OM1HY@X<T[QZKG'ab6PU.&S*:BLJC2`5D4#\E(+>/^R
65 3 29 13W<FZ5EcL+;aJ7B$,V`%\*2#?S=(-)&AX/R^6.PUb9Q]N:[O8_4THDK>'@YGICM0
66 3 32 X%P.NRQ5#;,S\>:'J47`VW&c189GZAa_-L?O3*0=(EU+F[/TB@6K<]DMYbHCdI2$)^
67 3 31 1:Q`>VcB^SC$/*Da[RN9?A@I;FG#%=Le6_(7+TZ\d8Kb<X)3U.YOE,054'WP&]-JHM2
68 3 31 Z@A60<GL^KU&H*I?7/aV#1]B_MQJPE-d,2RC4eTW$%'=;\NX`5Oc9:bY+(8[.3>SDf)F
69 3 23 6)'@P>ecW.Rf_8-X%,1OS?2[N&/CG3Zb=LI0J<DgAUE;FB(+7TMK`d]V\Q:^*$aHY#495 .=].A[2MW+NY.NV&;Q'DW2=U/GY4>e5GS
70 3 33 V?bW[,LgT)1Rf_CeDHX7A&36P4]Z*(@M>:NU<.;`a\5#/=I%dYF$^'hOQGKB098EJ+S-c2
71 3 32 >VPUF&[-5SdIi@%`T=Z^46<)HEa0eBDhG1$?*.#:(RJY3M_,gWK87]c9/2\C;fL'NbOXQA+
72 3 35 0T%3+7VIg@`Z2;eWS1]J^9F/Hb:Ec6.C-D_>f?X[#&Pj4(\hiUAa5<,*=)dLKN8OQGM$BY'R
73 3 34 U.=JE7I/0f_ba,GM[Qd1kK<\gjS@VF$i:P*>29X]D%O-#)(Nc4eWTH+Y;`'RZ8C3&?A6h^5BL
74 3 34 `,]M\<%AOQX=9PIlBKUYcG6(C5L>abVW8&fZg$E/-30[d_:4*N^2#TD.1iS7?@'eh;HjJ+RFk)
75 3 37 Hm#^kY@B1Zh`i<Ej?*O8D23:%/+7,)dTC]Q;aX5_IGPR>Nb.JFA\4'W9&6UK([f0ML-le=cg$SV
76 3 35 O7h5'SJ8@#&_n4iTj+HW-EU[:<,K%MY0?B)`3Vm/\$Z=Ac*fN.^]6R;bGg>12XQeCkIaLP9dlF(D
77 3 35 G-=7/`<>58@KXLHf[O4(?VDC)h]a2$%Nb\eEA0n#ZS3:Mm.l&^jY6Rc1To,F;g*Pik'WQJ9Id+_BU
78 3 38 lHahd9<4?ZIU#T7\'=6n82>f/G*DjCFNBKAXcme@)b,%E&`;iRY+g^1MLP0JO]:o_3Q(pW-k$[.5SV
79 3 37 bYjGHTIi_5ca+(mWED4K%`#eo=?0pR;l-&X:g',P\7.Md9BqO>^2L*kU$6C[FJ1<]VZAQnSNf/3)@8h
80 3 37 0)$%h^RAp3fD,lNn2eH4F85Gk(@cBO&6I7/-<SadQ=rJi;jY:C?T_EoU*Zg+XV[W`\bK#M>'9Lq.Pm]1
81 3 27 #=]0>OTYa%9;BRVdfq)5XDPj+_k&KNAor'*\-C`3Qp1WZ(6I?U[7cg$.4@FHlms,ESGin8<b/^h2:JLMe#,5$-6%.7&/8'09(1:)2;*3<+4=>GP?HQ@IRAJSBKTCLUDMVENWFOXYbkZcl[dm\en]fo^gp_hq`irajs #?i#Ma#@e#Uf#Xo#Cl#GY#Pk#>b#O_#EZ#S[
82 3 39 :o4QXjJ-c]6Z+&`@.BT[#(*U2ia^m<FdWMeg93C1lpGD\;%EHth,/>0'=YfkPr$Nn7V8RS_Aq?sL5)KOIb
83 3 37 ;jC\?=a/YhWQ2M:>([P#B6g^GpZSc*V`K-J@Xn7obTLl&+%e0k4Iuqf31.8mE_rH9F5,U'tO)RDsdA]iN<$
84 3 41 g)NVs9/0<aW+,7'ZmY=PnF_pcQ5E-SU;d\(O%?q.ru@RX^:[$Lv]2*M>TDJA3hlkiIjbKB#`G1Cfto8e6&4H
86 3 39 dDOSgT@?J&h8fAr2lYe^;71nC_9E.wHP<#4abWq*M'$)=x[3uk\+t-Z]B5I(Q:0pV/NLX6oR`Fi,cGsUj>Kvm%
87 3 43 N#yxsU]RfvgcYeWI0F=>D7EC*A[M+qH(t9`O&dT5QrJ:_6,^?.Xb@wp%mn/\kj2Pu'Za;)l1GVL$SB48h3Ki-<o
88 3 41 ?29dwX7I8.Gz]NqJo-tCF3uV*;LrsY>PmlZ1:`R\,yO$iE<p[jDHQac%^e4K@)'_0MnkSAf56BUvgT&x+h(#=W/b
89 3 41 `qbCDY&6H9L<?S2w[#Bt;_=O/ul'^A)$G4Fr.xNpeaz,hJU:ykE8>7cK1\-%govIPs0VjQ@mn5XT]Rf+i3*WdZ{M(
90 3 44 4fj&PhVBpRvFu;^+2Mg[n\xict8D,/'#`ys>U05o.q@SN=Hlm9ATrwk$JZO-Kde_bCLW:?Q3aI{<)EY|1%zX76](G*
91 3 42 2I`7xd8uKXoQY1^{@#kS?=F6-CN5Met\Wg.DUa<;[(l,}b%_+c&HnhjJ/$9yqBTLEf>Z*z4mVrRs|O:G)v30PwA]ip'
92 3 41 Ej$T5<(;cSIqDw7Z|oXQRx=6-+zH_FW/yO.du3e[)]B2PLM{*Yp#1>vs0:f%K?CGi@n}`9bm^rl8'N\VAUa&hJk4~,gt
93 3 31 #Ba'AN7=_F`m)*WV\~/e¡HIv@u{8gh+5x,?w:JT13r9K^Yis4PRXj}Soq.;>MZ]ly|$(<CG[bfz%-6DLUckt&Op2En0Qd &Vj2Io,Eu0Fi1Qh7Kd+Oe*Pp'Jn$[f(Cz<Gb&Qn2Od0Ep
94 3 43 (#b:Pd6J,A-i{x?Vn37¢+UO[90*)hX='g2pI~N<tSMe/LB14QoyFDzqsuRm_\fY`Z¡GkH8E&jcvr;a}5T|CKw^].$@>%Wl
96 3 47 =F(w`cIUHJoCgm'];~)^xn:[/QiOK2N*aveu1P4h$MBD6W9>¡r3\-ZtL£5Y+}k8|p?jsAdz,G0VT_Xf¤<yR@7S#¢&.%{Eqbl
97 3 44 )SsRt¡C¢a+p£LA¥cz'~$[e#/%-6NU0B?q}Ehu<M=TXmP8@>v{I;W¤K\Gdrflo*9&y72]5(1`4Zw,n3HVOjQx:b.|^DJgF_Yki
99 3 49 T§#Vx_D)-M8FrUf]cmZ^uP=>Y}W5ijAwX$~kz*£¥?na1oHp0@bIC[RLqv&tl(y|7¦24s</g,Q\KO¤E+¢;%'hG:e.9`6dJS¡3B{N
100 3 47 JLjdZ*0:/%imG4D3x2?8P[#,vH\+Kah)Vq§>SW}pFRI£-T`O.fwg¥MnBN;bz9{=Eus¡¦t@C¢r_y|$~o7l¤e¨&6'U^YQXkc5]1(A<
16 4 5 +0&2-,.*#1$/(')%
20 4 5 )1$6'+2#5*4.30/%,-&(
24 4 7 -1:%7#8.(*92,')&5+/0$346
24 4 5 )-4(8,&6/$3%2*1:'.7+05#9/)&2-$,5%.6(#+140'*389:7
28 4 9 (.=>#-41,9:75*%+;/$6)80'2&<3
32 4 8 #(-9$'15%+0=&8?B),/A*4;>.36<27:@#$3>%,;<&/9:'(7B)0?@*+56-.4A128=#%')$09A&23;(,5=*.7?+-/1468:<>@B
36 4 11 8?5>C)@(-4*3F,=0D7';EB2%.A<:9+&$#61/
40 4 13 *8HJ5&G@?9',)><1.%D(76+2EB;CF=/-$#:430AI
44 4 14 #1?ND&>MB3,L0C<(6+@4)'$F=9:*IAJ8/2%7;H5KE.G-
48 4 15 6>C<EM%K'/4-.*)D=98&LHG5J+@(,:O7;I1FAR?$#PN32Q0B
52 4 17 @Q/V,KC?=)TPN:2.HMDO&+U-7<3>56(EFG9#$%J40B*'AS;8R1LI
56 4 18 .:XY*BHZ$54Q<G@3T#L9;EURMK+()-7F,1CA>=OSPI%/D80?VJ6W2&N'
60 4 19 \OF5]'ZB^?(QA-9GJCKN*X13#&+;68HYIWU4>M:0[,RE/<)STL@7$%VP=D2.
64 4 21 :O%bSGY?)\/T>2D*9;WXNP-.$&BCE7R^ZL(40a=IU,`'+A6<@VKQ8F]JM[3_#1H5
68 4 17 #<Ue+4Tf&3PX7DGa)=?@,./:%K^b6MQ\0ARc$HIO5YZ`'ENS8V_d(1;W*9BF-2[]>CJL #5KX#DF[#ASa#8TW
72 4 23 cVKH5(b_L?41SGZF%^,]<0C/)#8I@:O`WQf2*3.YAJE+Xa\BMh&Rdi=$6jT;'eDP>7[gUN-9
76 4 25 C\*nEB#7^[<P,)UiSjbkl809:QIR6gFcO5_1hN-J4G'2M`@Kf.YdA/%TZH>m(aW;DX3=]&LV+?e$
80 4 26 0Jdq*Rbr)3U[/OSk+GYe&1Pg9FM\2KXm':^f68INBHap$5;n4?@QV]_`#>AL=Zcj(,-W%7hl.<CEDTio
84 4 27 ^:Lu-QZt/Jev#M,W>hG`Y2b35g0=P(TOkU]a4B;8FfVSs9qn6oR<?'dEcK%i@pH\m1l&.C$A)IXrD[j*_7+N
88 4 29 #@]z$0ir(3no/8AM9;hx45EPLU^j'*_w.>VXQRbm)<`g%=DGK[su,:lp&-FYBZad7?ek26IWCJcv+1T\OSftHNqy
92 4 23 #8FQ/:Oh)69j@MPS',0n>CGW+Eco.BXz2RafIix}-gv|D_e~T^bt]kuy$%`{;<dw17JY3HNp(4LZ5?Kq*AVm&[\l=Urs #Aeh#Jau#@cm#Kgt
96 4 31 zfbBJPK#rwxam%38v6?@~-5/QG_,ECN+O[W1h$Stu<Xke(Yci\;'o`.*jH>7}:Z¢s4M£q9]¤gLyI{DlV¡U|Fd=0RnA2^p)&T
100 4 33 $Ef¨/_rw05P¢>QVq(+z£8?ILY`jm#Zx¦6BD{9Wce&*,p.GKMOhln-<S^N]t¡2=o~'7@dHXa§Ciy¤34A[TUb|:uv¥%Js}1;Fk)R\g
";

/// Seasons of as few meetings again as are known, where none can be perfect. A line each: people,
/// groups, rounds, and everybody, group after group, the larger first.
pub(crate) const FEWEST: &str = r"
12 4 5 '*,&$#%)+.(-&,-$'%(+#).**+&$)-,(%#'.-*%$+.'&(),#%#*$,(-'+&).
17 5 6 -&.2$'1)03(/*,%#+)*&+'.#0-,(/%$2313&'/.,1+-0)$2#%*(-1/#&0,$'(+%3.)*22'%,$+-3/).1*0#(&#,3)2+0/-*'&%1($.
17 5 7 3/)%.21&'$(+*#,-013*('2/,)$.%#-0+&01$*,%+.#23-/'(&)*%/&13'+$,#)20(.-')&#%,1(/$+*2-30.+-1)0/#('*.2%$,3&$-3&1#./,)*2+(%'0
20 5 6 3'24,1(/*#+6&50)-%.$4&-16$/).,+3(2#0'%5*2%,)0-36'#1$+54/*&(.*-/2%10+#4.)&6',(53$0.'/&2+$1*)35-#,(46%$*0,5.61-()+%#/&4'32
";
